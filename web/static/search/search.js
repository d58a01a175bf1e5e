// On a narrow screen the goods come first and the filters open on demand.
"use strict";

const filters = document.querySelector(".filters");
if (filters && matchMedia("(max-width: 48rem)").matches) filters.open = false;
