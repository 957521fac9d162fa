/** Left and right go along the bars and marks of a lane, up and down from lane to lane. */
export function walk(event: KeyboardEvent): void {
  const lane = event.currentTarget;
  if (!(lane instanceof HTMLElement)) return;
  const isAcross = event.key === "ArrowUp" || event.key === "ArrowDown";
  const step = ["ArrowRight", "ArrowDown"].includes(event.key)
    ? 1
    : ["ArrowLeft", "ArrowUp"].includes(event.key)
      ? -1
      : 0;
  if (step === 0) return;
  const all = isAcross
    ? [...(lane.parentElement?.querySelectorAll<HTMLElement>(".lane-name") ?? [])]
    : [...lane.querySelectorAll<HTMLElement>("button")];
  const active = isAcross ? lane.querySelector<HTMLElement>(".lane-name") : document.activeElement;
  const next = all[all.findIndex((one) => one === active) + step];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
