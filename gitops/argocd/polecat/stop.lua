obj.spec.desiredState = "Idle"
return obj
