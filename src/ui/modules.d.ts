// Shapes of imports that the compiler cannot read by itself.
declare module '*.css'
declare module 'antd/es/locale/zh_CN.js' {
  const locale: import('antd/es/locale/index.js').Locale
  export default locale
}
declare module 'antd/es/locale/en_US.js' {
  const locale: import('antd/es/locale/index.js').Locale
  export default locale
}
