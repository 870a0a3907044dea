// Prints the events of the calendar on standard input as JSON, read by the library named in the first argument.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const text = readFileSync(0, "utf8");

const readers = {
  "ical.js": () =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => {
      const { uid, startDate, endDate, attendees } = new ICAL.Event(component);
      return {
        uid,
        start: startDate.toJSDate(),
        end: endDate.toJSDate(),
        attendee: attendees[0]?.getParameter("cn"),
      };
    }),
  "node-ical": () =>
    Object.values(nodeIcal.sync.parseICS(text))
      .filter(({ type }) => type === "VEVENT")
      .map(({ uid, start, end, attendee }) => ({ uid, start, end, attendee: attendee?.params.CN })),
};

console.log(JSON.stringify(readers[process.argv[2]]()));
