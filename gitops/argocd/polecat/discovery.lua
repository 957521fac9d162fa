-- What can be asked of it now: the verbs of kubectl gastown, as writes of its spec.
local observed = obj.spec.management == "Observe"
local desired = obj.spec.desiredState
local hasBead = obj.spec.beadID ~= nil and obj.spec.beadID ~= ""
return {
  stop = { disabled = observed or desired ~= "Working" },
  resume = { disabled = observed or not hasBead or (desired == "Working" and obj.spec.paused ~= true) },
  terminate = { disabled = observed or desired == "Terminated" },
  take = { disabled = not observed },
  release = { disabled = observed },
}
