import { definitions } from '@pawl/core'
import { chatter } from './jobs/chatter.ts'
import { cider } from './jobs/cider.ts'
import { forecast } from './jobs/forecast.ts'
import { harvest } from './jobs/harvest.ts'
import { irrigate } from './jobs/irrigate.ts'
import { swarm } from './jobs/swarm.ts'

/** Jobs that show everything the launchpad has to show: retries, maps, failures, re-executions, long waits, much output. */
export default definitions({ jobs: [harvest, forecast, irrigate, chatter, swarm, cider] })
