obj.spec.management = "Observe"
return obj
