import { library } from '../../tsup.base.ts'

const config: ReturnType<typeof library> = library({ entry: ['src/index.ts'] })
export default config
