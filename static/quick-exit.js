// Leaving quickly also takes this page out of the history; Escape three times in a row does the same.
// The link works without this script.
(function () {
  "use strict";
  var link = document.getElementById("quick-exit");
  if (!link) { return; }
  var presses = 0;
  function leave() {
    document.documentElement.hidden = true;
    window.location.replace(link.href);
  }
  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", function (event) {
    presses = event.key === "Escape" || event.key === "Esc" ? presses + 1 : 0;
    if (presses === 3) { leave(); }
  });
}());
