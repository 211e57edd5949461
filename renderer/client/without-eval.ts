// Imported before everything else: zod compiles its checks with `new Function` unless told not to, and the
// window's content security policy forbids that.
import { z } from 'zod'

z.config({ jitless: true })
