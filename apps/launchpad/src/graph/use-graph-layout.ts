import { useEffect, useState } from 'react'
import type { GraphLayout, LayoutRequest } from './graph-layout.ts'

/** Lays out in a worker; undefined until it has. `request` must keep its identity while nothing changes. */
export function useGraphLayout(request: LayoutRequest): GraphLayout | undefined {
  const [done, setDone] = useState<{ readonly request: LayoutRequest; readonly layout: GraphLayout }>()
  useEffect(() => {
    const worker = new Worker(new URL('./graph-layout.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<GraphLayout>) => setDone({ request, layout: data })
    worker.postMessage(request)
    return () => worker.terminate()
  }, [request])
  return done?.request === request ? done.layout : undefined
}
