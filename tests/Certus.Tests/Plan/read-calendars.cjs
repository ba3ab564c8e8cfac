// Reads calendar files as another program does: with ical.js, which knows no zones but those that a file describes.
// node read-calendars.cjs FILE… prints one JSON array a file.
const { readFileSync } = require("node:fs");

import(require.resolve("ical.js")).then(({ default: ICAL }) => {
  for (const file of process.argv.slice(2)) {
    ICAL.TimezoneService.reset();
    const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid, start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(), allDay: event.startDate.isDate, sequence: event.sequence,
        summary: event.summary, description: event.description, status: component.getFirstPropertyValue("status"),
        alarms: component.getAllSubcomponents("valarm").map((alarm) => alarm.getFirstPropertyValue("trigger").toString()),
      };
    })));
  }
});
