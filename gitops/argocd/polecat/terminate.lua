-- It ends once nothing can be lost; what blocks that stands in the condition Terminating.
obj.spec.desiredState = "Terminated"
return obj
