import { App, Form, Input, InputNumber, Modal, Segmented, Switch } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { addTarget, changeTarget } from '../actions.ts'
import type { Target } from './backups-answer.ts'

type Kind = 'folder' | 's3'
type Values = {
  readonly name: string
  readonly path: string
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretKey: string
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
  readonly enabled: boolean
}

/** A new place, or one that is changed. */
export function TargetModal({ target, onClose }: { readonly target: Target | null; readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [kind, setKind] = useState<Kind>(target?.kind ?? 'folder')
  const add = useAct(addTarget)
  const change = useAct(changeTarget)
  const isHome = target?.isHome ?? false
  const told = { onSuccess: onClose, onError: (error: Error) => void message.error(sayProblem(error)) }
  const save = async () => {
    const values = await form.validateFields().catch(() => null)
    if (!values) return
    const input = inputOf(kind, values, target)
    if (target) change.mutate({ id: target.id, ...input }, told)
    else add.mutate(input, told)
  }
  const required = [{ required: true, message: say({ zh: '请填写', en: 'Fill this in' }) }]
  return (
    <Modal
      open
      title={target ? say({ zh: '修改存放位置', en: 'Change the place' }) : say({ zh: '添加存放位置', en: 'Add a place' })}
      okText={say({ zh: '保存', en: 'Save' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={add.isPending || change.isPending}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={startOf(target)}>
        {target ? null : (
          <Segmented
            className="rg-backups-kind"
            value={kind}
            onChange={(value) => setKind(value === 's3' ? 's3' : 'folder')}
            options={[
              { value: 'folder', label: say({ zh: '文件夹', en: 'Folder' }) },
              { value: 's3', label: say({ zh: 'S3 兼容存储', en: 'S3-compatible' }) },
            ]}
          />
        )}
        {isHome ? null : (
          <Form.Item name="name" label={say({ zh: '名称', en: 'Name' })} rules={required}>
            <Input maxLength={60} placeholder={say({ zh: '例如：办公室 NAS', en: 'like: the NAS at the office' })} />
          </Form.Item>
        )}
        {isHome ? null : kind === 'folder' ? (
          <Form.Item
            name="path"
            label={say({ zh: '完整路径', en: 'Whole path' })}
            rules={required}
            extra={say({ zh: '最好是另一块硬盘或网络盘', en: 'Best on another disk or on the network' })}
          >
            <Input placeholder="/mnt/backup/regulars" />
          </Form.Item>
        ) : (
          <>
            <Form.Item
              name="endpoint"
              label={say({ zh: '地址（含桶名，可带文件夹）', en: 'Address with the bucket, and a folder if you like' })}
              rules={required}
              extra={say({
                zh: '阿里云 OSS、腾讯云 COS、MinIO、AWS 等。请关闭桶的版本管理，否则已删除的个人密钥会留在旧版本里。',
                en: 'Alibaba OSS, Tencent COS, MinIO, AWS and others. Switch the bucket’s versioning off: the keys of erased persons would stay in old versions.',
              })}
            >
              <Input placeholder="https://oss-cn-hangzhou.aliyuncs.com/bucket" />
            </Form.Item>
            <Form.Item name="region" label={say({ zh: '地域', en: 'Region' })}>
              <Input placeholder="cn-hangzhou" />
            </Form.Item>
            <Form.Item name="accessKeyId" label="Access Key ID" rules={required}>
              <Input autoComplete="off" />
            </Form.Item>
            <Form.Item name="secretKey" label="Secret Key" rules={target ? [] : required}>
              <Input.Password
                autoComplete="new-password"
                placeholder={target ? say({ zh: '不填则保持不变', en: 'left empty, it stays' }) : ''}
              />
            </Form.Item>
          </>
        )}
        <fieldset className="rg-backups-keep">
          <legend>{say({ zh: '各保留多少个', en: 'How many are kept' })}</legend>
          {(['daily', 'weekly', 'monthly'] as const).map((name) => (
            <Form.Item
              key={name}
              name={name}
              label={say(
                { daily: { zh: '每天', en: 'Daily' }, weekly: { zh: '每周', en: 'Weekly' }, monthly: { zh: '每月', en: 'Monthly' } }[name],
              )}
            >
              <InputNumber min={0} max={400} precision={0} />
            </Form.Item>
          ))}
        </fieldset>
        {isHome ? null : (
          <Form.Item name="enabled" valuePropName="checked" label={say({ zh: '启用', en: 'In use' })}>
            <Switch />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}

const startOf = (target: Target | null): Partial<Values> =>
  target ? { ...target, path: target.where, endpoint: target.where, secretKey: '' } : { daily: 7, weekly: 4, monthly: 6, enabled: true }

function inputOf(kind: Kind, values: Values, target: Target | null) {
  const { daily, weekly, monthly } = values
  const keep = { daily: daily ?? 0, weekly: weekly ?? 0, monthly: monthly ?? 0 }
  if (target?.isHome) return { kind: 'folder' as const, name: 'home', path: target.where, enabled: true, ...keep }
  const place = { name: values.name, enabled: values.enabled ?? true, ...keep }
  if (kind === 'folder') return { kind: 'folder' as const, path: values.path, ...place }
  const { endpoint, region, accessKeyId, secretKey } = values
  return { kind: 's3' as const, endpoint, region: region ?? '', accessKeyId, ...(secretKey ? { secretKey } : {}), ...place }
}
