obj.spec.desiredState = "Working"
obj.spec.paused = false
return obj
