import { defineConfig, type Options } from 'tsup'

/** How every package is bundled: ESM for Node 24, declarations come from tsc (tsup's own need the JavaScript compiler API). */
export const library = (options: Options): ReturnType<typeof defineConfig> =>
  defineConfig({
    format: ['esm'],
    target: 'node24',
    platform: 'node',
    sourcemap: true,
    clean: true,
    dts: false,
    splitting: true,
    silent: true,
    esbuildOptions: (esbuild) => {
      // Workspace packages stay imports: a copy of core inside another bundle would be a second copy of its types.
      esbuild.packages = 'external'
    },
    ...options,
  })
