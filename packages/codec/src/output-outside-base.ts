import { FrameworkError, type InputContext } from '@pawl/core/plugin'

/** The error of code OUTPUT_OUTSIDE_BASE: a record that points out of the place a manager writes to deletes nothing there. */
export const outputOutsideBase = ({ stepKey, output, stored }: InputContext['upstream'], base: string): FrameworkError =>
  new FrameworkError('OUTPUT_OUTSIDE_BASE', {
    message: `${stored.location} is not under ${base}, where this I/O manager keeps outputs, so it is not deleted. Delete it by hand, or with a manager that keeps its outputs there.`,
    details: { stepKey, output, location: stored.location, base },
  })
