// What this browser last showed of each question: {picks, flagged, struck, sure, comment, shown}. Laid over pages that were
// opened without the server, whose own copy is older.

export function openNotes(sitting) {
  const prefix = `certus.note.${sitting}.`;
  return {
    read(position) {
      try {
        return JSON.parse(localStorage.getItem(prefix + position));
      } catch {
        return null;
      }
    },
    write(position, note) {
      try { localStorage.setItem(prefix + position, JSON.stringify(note)); } catch { /* the queue has what counts */ }
    },
  };
}

/** The note after an event that has not reached the server yet. */
export function after(note, event) {
  switch (event.kind) {
    case "answered": return { ...note, picks: event.picks };
    case "flagged": return { ...note, flagged: event.on };
    case "struck": {
      const struck = note.struck.filter((option) => option !== event.option);
      return { ...note, struck: event.on ? [...struck, event.option] : struck };
    }
    case "confidence": return { ...note, sure: event.level };
    case "commented": return { ...note, comment: event.text };
    case "shown": return { ...note, shown: true };
    default: return note;
  }
}
