/** A thread that plays schedules of two replicas. */
import { serve } from "../serve.ts";
import { simulateRivals } from "./rivals.ts";

serve(simulateRivals);
