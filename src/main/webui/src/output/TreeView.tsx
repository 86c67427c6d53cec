import { ChevronRight } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Tree, TreeItem, TreeItemContent } from 'react-aria-components/Tree'
import type { Json, JsonObject } from '../api/types'
import { AppText } from '../parts/AppText'
import { Badge } from '../parts/Badge'
import { formatted } from './format'
import { own } from './pointer'
import { isObject } from './shape'
import { badgeTone, toneOf } from './tone'
import type { Tones, TreeFields } from './views'

interface Node {
  label: string
  text: string
  severity: Json | undefined
  children: { name: string; value: Json }[]
}

const depthMax = 12
const childCountMax = 500

/** Things inside things, closed below the first level: nodes `{label, children}`, or any JSON by its keys. */
export function TreeView({ label, value, fields, tones }: { label: string; value: Json; fields: TreeFields; tones: Tones }) {
  const nodes = (Array.isArray(value) ? value : [value]).slice(0, childCountMax)
  const roots = nodes.map((_, index) => `${index}`)
  return (
    <Tree aria-label={label} className="tree" selectionMode="none" defaultExpandedKeys={roots}>
      {nodes.map((node, index) => item(`${index}`, nodeOf(node, fields, Array.isArray(value) ? `${index}` : label), fields, tones, 0))}
    </Tree>
  )
}

function item(id: string, node: Node, fields: TreeFields, tones: Tones, depth: number) {
  const children = depth >= depthMax ? [] : node.children.slice(0, childCountMax)
  return (
    <TreeItem key={id} id={id} textValue={node.label} className="tree-item">
      <TreeItemContent>
        {({ hasChildItems, level }) => (
          <div className={`tree-row level-${Math.min(level, 12)}`}>
            {hasChildItems
              ? <Button slot="chevron" className="tree-chevron"><ChevronRight size={14} aria-hidden /></Button>
              : <span className="tree-chevron" />}
            <span className="tree-label"><AppText text={node.label} charsMax={160} /></span>
            {typeof node.severity === 'string' && (
              <Badge tone={badgeTone(toneOf(node.severity, tones))}><AppText text={node.severity} charsMax={40} /></Badge>
            )}
            {node.text && <span className="tree-text"><AppText text={node.text} charsMax={160} /></span>}
          </div>
        )}
      </TreeItemContent>
      {children.map((child, index) => item(`${id}/${index}`, nodeOf(child.value, fields, child.name), fields, tones, depth + 1))}
    </TreeItem>
  )
}

/** A node that says what it is called, or any value under the name that it has. */
function nodeOf(value: Json, fields: TreeFields, name: string): Node {
  if (isObject(value) && typeof own(value, fields.label) === 'string') return named(value, fields)
  if (Array.isArray(value)) return { label: name, text: `${value.length}`, severity: undefined, children: listed(value) }
  if (isObject(value)) {
    return { label: name, text: '', severity: undefined, children: Object.entries(value).map(([key, each]) => ({ name: key, value: each })) }
  }
  return { label: name, text: formatted(value, undefined), severity: undefined, children: [] }
}

function named(value: JsonObject, fields: TreeFields): Node {
  const children = own(value, fields.children)
  const words = own(value, fields.text)
  return {
    label: String(own(value, fields.label)),
    text: words === undefined || words === null ? '' : formatted(words, undefined),
    severity: own(value, fields.severity),
    children: Array.isArray(children) ? listed(children) : [],
  }
}

function listed(values: Json[]): { name: string; value: Json }[] {
  return values.map((value, index) => ({ name: `${index + 1}`, value }))
}
