import { type LayoutRequest, layoutGraph } from './graph-layout.ts'

self.onmessage = ({ data }: MessageEvent<LayoutRequest>): void => {
  self.postMessage(layoutGraph(data))
}
