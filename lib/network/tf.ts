/** tfjs as a type, for the files that are handed it: only `backend.ts` loads it. */
import type * as tfjs from '@tensorflow/tfjs'

export type Tf = typeof tfjs
