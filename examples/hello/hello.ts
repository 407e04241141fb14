import { executeInProcess, job, op, type } from '@pawl/core'

const listWorlds = op({ name: 'list_worlds', run: () => ['Mercury', 'Venus', 'Earth', 'Mars'] })

const greet = op({
  name: 'greet',
  ins: { worlds: type<string[]>() },
  run: (_, { worlds }) => worlds.map((world) => `Hello, ${world}!`),
})

const hello = job('hello', { run: () => greet({ worlds: listWorlds() }) })

const { outputs } = await executeInProcess(hello)
console.log(outputs.result.join('\n'))
