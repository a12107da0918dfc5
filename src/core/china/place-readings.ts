/**
 * How the letters of Chinese places are read: a syllable without its tone, then the letters read so. Of a letter with
 * several readings it is the one that it has in names of districts (单 shan, 蔚 yu, 歙 she); single names that differ
 * stand in english-districts.ts.
 */
export const placeReadings = `
a阿 ai爱 an安庵岸鞍 ang昂 ao敖澳 ba巴鲅八坝灞霸 bai柏白拜百 ban班坂版办 bao宝保包堡 bei北碚碑贝 ben本 beng蚌 bi璧泌碧濞比壁毕 bian边 bie别 bin滨宾彬 bing秉兵 bo博勃伯波播泊亳
bu步部布埗埠 cai蔡彩 cang沧苍仓 cao曹草 ce册策 cen岑 cha察岔茶查 chai柴 chan瀍禅产 chang昌长场厂常 chao朝潮巢 che车 chen辰陈称郴 cheng城成承澄呈 chi池赤茌 chong崇充冲重
chou畴 chu楚滁处出 chuan川船 chun春淳 ci磁次慈 cong丛从 cui翠 cun村 cuo措错 da大达 dai戴代岱傣 dan丹郸儋 dang党当砀 dao道岛刀稻 de德得 deng磴登等灯邓 di坻滴棣地底迪
dian淀甸店点电垫 diao调 die叠迭 ding定鼎丁顶 dong东洞侗冬 dou斗豆 du都杜渡独度 duan端 dui堆 dun敦 duo多掇 e鄂额峨 en恩 er尔二儿洱 fa法发 fan烦繁范樊 fang房方坊放防邡
fei妃肥费 fen汾芬分 feng丰峰锋凤风奉封烽 fo佛 fu抚复阜府浮富福罘符扶芙涪孚附 ga嘎噶 gai盖改 gan甘赣干感 gang港冈岗钢刚 gao藁高皋 ge格各阁仡戈革葛个 gen根 geng耿
gong弓工拱公贡恭珙巩功共宫 gou沟狗 gu谷古沽固故姑鼓 gua瓜 guai拐 guan关馆冠灌官观管莞 guang广光 gui贵归桂 guo郭涡国果 ha哈 hai海 han邯罕汉邗含涵寒韩 hang杭 hao好濠浩
he和河合鹤荷赫禾贺菏 hei黑 heng恒横衡亨 hong红洪宏虹 hou后侯 hu壶湖虎呼胡祜鄠互葫 hua华化花桦滑骅 huai怀淮槐 huan桓环 huang皇黄潢晃凰湟煌 hui回辉汇惠会徽晖 hun浑珲 huo霍获火
ji蓟极鸡冀稷吉集济基绩即积暨技 jia家嘉加贾郏架夹迦佳伽假 jian尖建涧箭剑碱间监简 jiang绛江姜将疆 jiao郊交椒蕉蛟胶焦角 jie街解揭节结介界 jin津晋锦金进缙 jing景静井竞靖箐京镜泾旌荆经精 jiu九鸠久旧酒
ju巨居莒句菊 juan鄄 jue觉 jun军君筠峻 ka喀卡 kai开凯 kan坎 kang康 kao考 ke岢克科柯可 ken垦 kong崆 kou口 ku库 kuan宽 kuang矿 kui奎葵 kun昆坤 la喇拉腊
lai涞来赉莱崃 lan岚蓝兰澜 lang琅郎蒗朗浪阆廊 lao老崂佬 le乐勒 lei雷类垒耒 leng棱冷楞 li丽黎蠡礼离力立梨里利溧荔鲤栗历李澧理傈犁醴 lian莲联连涟濂廉 liang凉梁良两 liao辽聊 lie烈
lin临林蔺邻麟 ling灵岭陵凌零令 liu留柳六流浏 long龙隆陇 lou娄楼 lu鹿路卢潞鲁陆庐芦麓渌泸炉禄碌 luan栾滦 lun仑伦轮 luo洛罗萝漯 lü旅绿吕 lüe略 ma麻玛马 mai迈麦 man满曼 mang芒茫
mao茂茅毛贸 mei梅美湄眉 men门们 meng蒙孟梦盟勐 mi密米弥汨 mian渑绵棉冕勉 miao苗 min民闵闽岷敏 ming名明鸣 mo默莫墨谟磨末漠 mou谋 mu穆木牟牡牧仫沐 na纳那 nai奈乃 nan南 nang囊
nao淖 ne讷 nei内 nen嫩 ni尼 nian年碾 niao鸟 nie聂 ning宁 niu牛 nong农 nu怒 nuo诺 ou瓯 pai牌 pan盘磐潘番攀 pei沛 peng彭蓬澎 pi皮陂郫邳 pian偏 piao票
ping平坪屏凭萍 po鄱坡颇 pu蒲仆普浦谱濮埔莆 qi祁旗奇栖齐七杞淇蕲綦麒岐起耆启 qia恰 qian迁前千乾钱黔犍阡谦潜 qiang强羌 qiao桥谯硚巧 qie茄且 qin沁秦钦覃勤 qing庆青清晴 qiong琼邛 qiu邱丘秋
qu区曲衢朐渠 quan泉全权圈劝荃 que确 rang让壤 rao饶 ren任仁 ri日 rong容荣蓉榕融 rou柔 ru如汝乳 rui芮瑞 run润 ruo若 sa萨撒 sai赛塞 san三 sang桑 se色 sha沙莎
shan山善单陕鄯汕 shang尚上商 shao邵韶绍 she涉社射畲歙 shen深神审沈莘申 sheng胜圣嵊省 shi石氏什市师浉始施狮十事示试 shou寿手首 shu树沭墅曙蜀舒疏熟术竖 shuang双 shui水 shun顺
shuo朔硕 si四寺斯泗思 song松嵩淞 su肃苏宿僳 sui绥睢遂濉随穗 sun孙 suo索 ta塔 tai台太泰 tan潭坛滩郯宕 tang唐汤塘棠堂 tao陶桃洮 te特 teng腾藤滕 ti提 tian田天 tie铁
ting亭汀 tong通同铜桐潼峒 tou头投 tu土突图徒涂吐 tuan团 tun屯 tuo托陀拖脱 wa瓦洼佤 wai外 wan万湾宛 wang望王汪旺 wei魏威围伟尾潍微尉卫为巍维未渭 wen文闻温汶 weng翁瓮 wo沃斡卧
wu武无吴五乌婺芜舞伍悟梧巫务吾 xi西昔喜隰溪细锡淅息浠习 xia下夏霞峡厦 xian县献鲜贤仙咸 xiang乡襄香镶向相响象翔厢芗湘祥项 xiao小萧霄猇孝 xie谢 xin新信忻辛心 xing兴陉行杏星荥邢 xiong雄
xiu秀岫休修 xu徐盱许溆圩叙墟 xuan宣玄 xue薛穴学 xun逊浔寻浚旬循 ya琊涯崖雅亚牙鸭 yan延盐岩彦堰铅兖偃鄢郾炎雁沿研砚阎晏焉烟验 yang阳杨洋羊漾央扬 yao尧遥瑶要姚耀 ye冶野邺叶业掖
yi义邑易猗翼伊依谊眙弋宜黟沂峄驿夷彝仪益一意 yin阴银荫鄞殷印音 ying鹰营迎应颍英盈蓥 yong永埇邕雍涌 you右友游尤犹攸酉油邮 yu裕玉蔚盂榆于鱼宇雨豫余虞禹屿渝舆禺郁隅峪渔 yuan元苑源园原垣远袁沅 yue越岳月
yun云运郓郧蕴匀 za杂 zai载仔 zan赞 zang藏 zao枣 ze泽则 zeng曾增 zha扎札柞 zhai寨 zhan站沾湛 zhang漳张彰章丈樟 zhao赵肇诏召昭招照 zhe柘浙 zhen镇振浈真贞圳 zheng正政蒸郑征
zhi治峙沚至芝陟植芷枝织志脂指 zhong中钟忠仲 zhou州周洲舟 zhu珠竹柱祝助主诸驻株猪 zhuang庄壮 zhun准 zhuo涿卓 zi自子资淄秭紫梓孜滋 zong宗枞 zou邹 zu族足 zui嘴 zun遵 zuo左作`
