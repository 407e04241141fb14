import { definitions } from '@pawl/core'
import { flightReport } from './flight-report.ts'

export default definitions({ jobs: [flightReport] })
