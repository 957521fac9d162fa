-- A pause is for a rig whose spec the operator acts on.
local observed = obj.spec.management == "Observe"
local paused = obj.spec.paused == true
return {
  pause = { disabled = observed or paused },
  resume = { disabled = observed or not paused },
  take = { disabled = not observed },
  release = { disabled = observed },
}
