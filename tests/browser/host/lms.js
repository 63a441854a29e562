// A learning management system of two buttons' size: scorm-again's API over what an earlier
// session left in this browser, and the package in a frame. `#scorm12` or `#scorm2004`, and the
// mode after a comma.
const [version, mode = "normal"] = location.hash.slice(1).split(",");
const older = version === "scorm12";
const kept = JSON.parse(localStorage.getItem("lms") ?? "null");
const settings = { autocommit: false, logLevel: 5, strict_errors: true };
const api = older ? new Scorm12API(settings) : new Scorm2004API(settings);
const first = older
  ? { core: { student_id: "learner-7", student_name: "Learner, Seven", credit: "credit", lesson_mode: mode } }
  : { learner_id: "learner-7", learner_name: "Learner Seven", credit: "credit", mode };
if (kept && older) {
  kept.core = { ...kept.core, ...first.core, entry: "resume", exit: "", session_time: "00:00:00" };
} else if (kept) {
  Object.assign(kept, first, { entry: "resume", exit: "", session_time: "PT0H0M0S" });
}
api.loadFromJSON(kept ?? first, "cmi");
window[older ? "API" : "API_1484_11"] = api;
window.lms = { api, ended: 0, cmi: () => JSON.parse(JSON.stringify(api.cmi)) };
const keep = () => localStorage.setItem("lms", JSON.stringify(api.cmi));
api.on(older ? "LMSCommit" : "Commit", keep);
api.on(older ? "LMSFinish" : "Terminate", () => {
  window.lms.ended += 1;
  keep();
});
document.body.append(Object.assign(document.createElement("iframe"), { src: "/", width: 900, height: 700 }));
