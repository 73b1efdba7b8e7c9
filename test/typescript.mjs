// Preloaded, so that Node runs the TypeScript of src and test as it is. Worker threads preload what the main thread did;
// `--import tsx` alone does nothing in them.
import { register } from 'tsx/esm/api'

register()
