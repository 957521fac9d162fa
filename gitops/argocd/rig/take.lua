obj.spec.management = "Manage"
return obj
