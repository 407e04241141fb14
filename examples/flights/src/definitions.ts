import { definitions } from '@pawl/core'
import { flightReport } from './flight-report.ts'
import { svgFiles } from './report/svg-files.ts'

export default definitions({ jobs: [flightReport], ioManagers: { svg: svgFiles } })
