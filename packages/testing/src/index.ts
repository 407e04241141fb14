export { seededRandom } from './seeded-random.ts'
export { type SimulatedClock, simulatedClock } from './simulated-clock.ts'
