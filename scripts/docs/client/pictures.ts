/** A picture larger than the page fits it, so that all of it is seen; selected, it has its own size, so that it can be read. */

export function enlargingPictures(): void {
  for (const frame of document.querySelectorAll(".picture")) {
    const picture = frame.querySelector("img");
    if (picture === null) continue;
    frame.addEventListener("click", (event) => {
      // With a key held down the link does what links do: it opens the picture elsewhere.
      if (!(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const place = placeIn(picture, event);
      if (frame.classList.toggle("large")) show(frame, picture, place);
    });
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where somebody pointed, as parts of the picture's width and height; its middle for the keyboard, which does not point. */
function placeIn(picture: HTMLImageElement, { clientX, clientY, detail }: MouseEvent): Place {
  const { left, top, width, height } = picture.getBoundingClientRect();
  return detail === 0 ? { x: 0.5, y: 0.5 } : { x: (clientX - left) / width, y: (clientY - top) / height };
}

function show(frame: Element, picture: HTMLImageElement, { x, y }: Place): void {
  frame.scrollLeft = x * picture.offsetWidth - frame.clientWidth / 2;
  frame.scrollTop = y * picture.offsetHeight - frame.clientHeight / 2;
  frame.scrollIntoView({ block: "nearest" });
}
