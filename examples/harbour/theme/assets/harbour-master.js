// A script of the library's own: no inline code, so that a strict Content-Security-Policy stays possible.
document.documentElement.classList.add("harbour");
