import { library } from '../../tsup.base.ts'

export default library({ entry: { index: 'src/index.ts', 'location-process': 'src/process/main.ts' } })
