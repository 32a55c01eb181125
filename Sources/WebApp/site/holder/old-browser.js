// For a browser too old for the modules: says so instead of staying white.
// Written in the JavaScript of 2009 on purpose.
(function () {
  'use strict';
  var languages = ['fr', 'nl', 'en'];
  /** @param {string} language */
  function tell(language) {
    var request = new XMLHttpRequest();
    request.open('GET', '/app/messages/' + language + '.json');
    request.onload = function () {
      var paragraph = document.createElement('p');
      paragraph.lang = language;
      paragraph.appendChild(document.createTextNode(JSON.parse(request.responseText)['old.text']));
      document.body.appendChild(paragraph);
    };
    request.send();
  }
  window.addEventListener('load', function () {
    window.setTimeout(function () {
      if (document.documentElement.getAttribute('data-started')) return;
      for (var i = 0; i < languages.length; i += 1) tell(languages[i]);
    }, 5000);
  });
})();
