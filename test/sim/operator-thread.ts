/** A thread that plays schedules of one operator. */
import { serve } from "./serve.ts";
import { simulate } from "./simulation.ts";

serve(simulate);
