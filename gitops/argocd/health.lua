-- Health of every kind of the group, from what its conditions say.
local function waiting(message) return { status = "Progressing", message = message } end

if obj.status == nil or obj.status.conditions == nil then
  return waiting("the operator has not seen it yet")
end
if obj.status.observedGeneration ~= obj.metadata.generation then
  return waiting("the operator has not seen the newest spec yet")
end

local conditions = {}
for _, condition in ipairs(obj.status.conditions) do conditions[condition.type] = condition end

local function holds(name) return conditions[name] ~= nil and conditions[name].status == "True" end

local function health(status, name)
  local condition = conditions[name]
  if condition.message == nil or condition.message == "" then
    return { status = status, message = condition.reason }
  end
  return { status = status, message = condition.reason .. ": " .. condition.message }
end

if obj.spec.paused or obj.status.mode == "Paused" then
  return { status = "Suspended", message = "paused: nothing is written to gt for it" }
end
for _, name in ipairs({ "Stalled", "Stuck", "Degraded" }) do
  if holds(name) then return health("Degraded", name) end
end
if holds("Reconciling") then return health("Progressing", "Reconciling") end
if holds("Ready") then return health("Healthy", "Ready") end
if conditions["Ready"] ~= nil then return health("Progressing", "Ready") end
return waiting("the operator says nothing of it yet")
