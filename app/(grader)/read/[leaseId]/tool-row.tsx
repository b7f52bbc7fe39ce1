'use client'
/** The tools: select, point, ellipse, box. */
import { Circle, Crosshair, MousePointer2, Square } from 'lucide-react'
import { KeyedButton } from '@/app/_client/panel/keyed-button'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { capsOf } from '@/app/_client/reading/key-table'
import { perform } from '@/app/_client/reading/use-actions'
import { chooseTool } from '@/lib/editor/actions/marks/choose-tool'
import type { MarksContext } from '@/lib/editor/actions/screens'
import { type ToolName, toolNames } from '@/lib/editor/tools/tool'

const icons = { select: MousePointer2, point: Crosshair, ellipse: Circle, box: Square } as const

export function ToolRow({ context, tool }: { context: MarksContext; tool: ToolName }) {
  return (
    <PanelPart title="Tool" isQuiet>
      <div className="grid grid-cols-4 gap-1.5">
        {toolNames.map((name) => {
          const action = chooseTool(name)
          return (
            <KeyedButton
              key={name}
              label={action.label}
              caps={capsOf(action.keys)}
              icon={icons[name]}
              isOn={tool === name}
              onPress={() => perform(action, context)}
            />
          )
        })}
      </div>
    </PanelPart>
  )
}
