/** Before any schema is made: zod would try to compile its checks, which the policy of this page forbids and reports. */
import { config } from "zod";

config({ jitless: true });
