// A portal that behaves as Moodle 4.3.0's SCORM 1.2 player was seen to: a commit sends what changed
// since the last try and notes it as sent before the request; once the tab was hidden, requests are
// queued and answered with `true`, whatever becomes of them. `lms.away`: nothing arrives.
// `lms.throws`: a commit throws.
const kept = {};
const sent = {};
const values = { "cmi.core.student_id": "learner-7", "cmi.core.lesson_mode": "normal", "cmi.core.credit": "credit" };
window.lms = { kept, away: false, hidden: false, throws: false, ended: 0 };
const store = () => {
  if (lms.throws) throw new Error("no connection");
  const news = Object.entries(values).filter(([name, value]) => name !== "cmi.core.session_time" && sent[name] !== value);
  for (const [name, value] of news) sent[name] = value;
  if (!lms.away) for (const [name, value] of news) kept[name] = value;
  return lms.away && !lms.hidden ? "false" : "true";
};
window.API = {
  LMSInitialize: () => "true",
  LMSGetValue: (name) => values[name] ?? (name.endsWith("_count") ? "0" : ""),
  LMSSetValue: (name, value) => ((values[name] = String(value)), "true"),
  LMSCommit: store,
  LMSFinish: () => ((lms.ended += 1), store()),
  LMSGetLastError: () => (lms.away && !lms.hidden ? "101" : "0"),
};
document.body.append(Object.assign(document.createElement("iframe"), { src: "/", width: 900, height: 700 }));
