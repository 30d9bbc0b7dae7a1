// Searching the library without a server: the index's files are scripts, loaded as a query needs them, so that it works
// from a disk too. `docs/search-format.md` specifies the files; `src/search` asks them natively in the same steps and
// with the same numbers, and a test holds the two together. Long because it is loaded as one file, when the reader turns
// to the box; its parts are headed.

/** @typedef {{ url: string, title: string, date: string, severity: string, rank: number, services: string[],
 *   minutes: number, kind: "incident" | "article", excerpt: string, document: number, score: number }} Hit */
/** @typedef {{ text: string, state: "known" | "corrected" | "dropped", shown: string[] }} Word */
/** @typedef {{ kind: "unknown-field" | "bad-date" | "unknown-value", text: string, near: string[] }} Problem */
/** @typedef {{ hits: Hit[], total: number, words: Word[], forms: string[], problems: Problem[] }} Answer */
/** @typedef {{ field: string, title: string, more: number,
 *   values: Array<{ label: string, query: string, count: number, chosen: boolean }> }} Facet */
/** @typedef {{ search: Function, facets: Function, marks: Function }} Engine */

window.CasebookSearch = (function () {
  "use strict";

  const VERSION = 1;
  // The numbers of `src/search/rank.rs`, `spell.rs`, `query.rs` and `snippet.rs`.
  const SATURATION = 1.5, TITLE = 1, PART = 0.5, COMPLETION_COVERS = 0.8, CORRECTION = [1, 0.9, 0.8], PHRASE = 1;
  const LONG = 9, LEAST_COVERED = 0.5, MOST_IMPACT = 15;
  const CORRECTIONS = 3, COMPLETIONS = 8, MOST_WORDS = 40, SHORTEST_EXCLUSION = 3;
  const SHORTEST_OPEN = 3, COMPLETION_SHARDS = 6, LAST = "\u{10ffff}";
  const ENDINGS = new Set(" a al as d e ed ee ees em en er ers es ied ies ing ion ions ly n o os r rs s t te tes y ying".split(" "));
  const SHARED = 4, MANNER_COVERS = 0.25;
  const MANNER = new Set("cannot can't couldn't no not never without down off out".split(" "));

  // ---- Words -------------------------------------------------------------------------------------------------------

  const ALNUM = /[\p{Alphabetic}\p{N}]/u, ALPHABETIC = /\p{Alphabetic}/u, MARK = /\p{M}/u, DIGIT = /[0-9]/;
  const LOWER = /\p{Lowercase}/u, UPPER = /\p{Uppercase}/u, JOINT = /[_\-.:/@'’]/, APOSTROPHE = /['’]/;
  const CJK = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{2fa1f}]/u;
  const isWord = (form) => !/[^\p{Alphabetic}]/u.test(form);

  /** Lower case, accents off. @param {string} text */
  function fold(text) {
    if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
    return [...text.normalize("NFKD")].filter((c) => !MARK.test(c)).map((c) => c.toLowerCase()).join("");
  }

  const cut = (text) => (text.length <= 64 ? text : [...text].slice(0, 64).join(""));

  /** A word as the vocabulary has it. @param {string} word @param {string} kind */
  function toForm(word, kind) {
    // What looks like an accent makes another syllable there: が is not か.
    if (kind === "pair") return word.normalize("NFKC").toLowerCase();
    if (kind === "whole") return cut(fold(word));
    const folded = fold(word.replace(/^['’]+|['’]+$/g, ""));
    const [, article, noun] = /^([^'’]*)['’](.*)$/s.exec(folded) ?? [];
    const bare = noun !== undefined && [...article].length <= 2 ? noun : folded;
    return cut(bare.replace(/['’]s$/, ""));
  }

  /**
   * The words of a text in order; an identifier is followed by its parts, at the same position.
   * @param {string} text
   * @returns {Array<{ form: string, start: number, end: number, position: number, kind: string }>}
   */
  function scan(text) {
    const words = [];
    const chars = [...text];
    let at = 0, position = 0, offset = 0;
    const add = (from, to, start, kind) => {
      const word = chars.slice(from, to).join("");
      words.push({ form: toForm(word, kind), start, end: start + word.length, position, kind });
    };
    while (at < chars.length) {
      if (!ALNUM.test(chars[at])) {
        offset += chars[at++].length;
        continue;
      }
      const begin = at, start = offset, cjk = CJK.test(chars[at]);
      let end = at, identifier = false, previous = " ";
      for (; at < chars.length; at++) {
        const c = chars[at], next = chars[at + 1] ?? " ";
        if (ALNUM.test(c) && CJK.test(c) === cjk) {
          identifier ||= !cjk && ((LOWER.test(previous) && UPPER.test(c)) || (ALPHABETIC.test(previous) && DIGIT.test(c)) ||
            (DIGIT.test(previous) && ALPHABETIC.test(c)));
          end = at + 1;
        } else if (!cjk && MARK.test(c)) {
          end = at + 1;
          continue;
        } else if (!cjk && JOINT.test(c) && ALNUM.test(next) && !CJK.test(next)) {
          identifier ||= !APOSTROPHE.test(c);
        } else break;
        previous = c;
      }
      if (!cjk) {
        const length = sign(chars, begin, end);
        identifier ||= length > 0;
        end += length;
      }
      at = end;
      offset = start + chars.slice(begin, end).join("").length;
      if (cjk) {
        let from = start;
        for (let one = begin; one < Math.max(end - 1, begin + 1); one++, position++) {
          add(one, Math.min(one + 2, end), from, "pair");
          from += chars[one].length;
        }
        continue;
      }
      add(begin, end, start, identifier ? "whole" : "plain");
      if (identifier) parts(chars, begin, end, start).forEach(([from, to, place]) => add(from, to, place, "part"));
      position++;
    }
    return words;
  }

  /** How long the sign is that belongs to a word before it: of `C++`, `libstdc++`, `C#`, `F#`. */
  function sign(chars, begin, end) {
    const next = (at) => chars[at] ?? " ";
    let length = 0;
    if (next(end) === "+" && next(end + 1) === "+") length = 2;
    else if (next(end) === "#" && end - begin <= 2) length = 1;
    const ends = !ALNUM.test(next(end + length)) && !/[+#]/.test(next(end + length));
    return ends && /^[A-Za-z]+$/.test(chars.slice(begin, end).join("")) ? length : 0;
  }

  /** The parts of an identifier: between joints, and where lower case turns to upper. A piece between joints that has
   * parts of its own comes before them: `NullPointerException` of `java.lang.NullPointerException`. */
  function parts(chars, begin, end, start) {
    const found = [];
    let from = -1, place = 0, offset = start, previous = " ", piece = [begin, start], first = 0;
    for (let at = begin; at <= end; at++) {
      const c = at < end ? chars[at] : " ", joint = !ALNUM.test(c);
      if (from >= 0 && (joint || (LOWER.test(previous) && UPPER.test(c)))) {
        found.push([from, at, place]);
        from = -1;
      }
      if (joint) {
        const [own, where] = piece, whole = own === begin && at === end;
        if (found.length > first + 1 && !whole) found.splice(first, 0, [own, at, where]);
        [piece, first] = [[at + 1, offset + c.length], found.length];
      } else if (from < 0) [from, place] = [at, offset];
      previous = c;
      offset += c.length;
    }
    const signed = chars[end - 1] === "+" && found.length > 0 && found[0][1] - found[0][0] > 2;
    return found.length > 1 || signed ? found : [];
  }

  /** Order of code points, as Rust orders strings. */
  function compare(a, b) {
    const [x, y] = [[...a], [...b]];
    const at = x.findIndex((c, index) => c !== y[index]);
    if (at < 0) return x.length - y.length;
    return at >= y.length ? 1 : x[at].codePointAt(0) - y[at].codePointAt(0);
  }

  /** How many of an ascending list are not after a text. */
  function notAfter(bounds, text) {
    let [low, high] = [0, bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(bounds[middle], text) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // ---- Numbers and lists as text -----------------------------------------------------------------------------------

  const VALUES = Object.fromEntries([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((c, at) => [c, at]));

  /** Bits, six to a character, the highest first; zeros past the end. @param {string} text */
  function reader(text) {
    let at = 0;
    const bit = () => {
      const value = VALUES[text[(at / 6) | 0]] ?? 0;
      return (value >> (5 - (at++ % 6))) & 1;
    };
    const bits = (count) => {
      let value = 0;
      while (count-- > 0) value = value * 2 + bit();
      return value;
    };
    const ones = (most) => {
      let count = 0;
      while (count < most && bit()) count++;
      return count;
    };
    return {
      bits,
      done: () => at > text.length * 6,
      rice: (k) => {
        const quotient = ones(40);
        return quotient === 40 ? bits(32) : quotient * 2 ** k + bits(k);
      },
      gamma: () => {
        const length = ones(31);
        return 2 ** length + bits(length);
      },
    };
  }

  function ascending(from) {
    const length = from.gamma() - 1, numbers = [];
    if (!length) return numbers;
    const k = from.bits(5);
    for (let next = 0; numbers.length < length && !from.done(); next++) numbers.push((next += from.rice(k)));
    return numbers;
  }

  /** The documents of a term, their impacts and titles. */
  function toPostings(text, documents) {
    const from = reader(text), count = from.gamma();
    const mean = Math.floor((documents * 69) / (100 * count));
    const k = count < 4 ? (mean ? 31 - Math.clz32(mean) : 0) : from.bits(5);
    const postings = [];
    for (let next = 0; postings.length < count && !from.done(); next++) {
      postings.push({ document: (next += from.rice(k)), impact: 0, title: false });
    }
    const base = from.bits(4);
    if (postings.length === 1) postings[0].impact = base;
    else {
      const own = from.bits(2);
      for (const posting of postings) {
        const value = from.rice(own), half = Math.ceil(value / 2);
        posting.impact = Math.min(MOST_IMPACT, value % 2 ? Math.max(0, base - half) : base + half);
      }
    }
    for (const at of ascending(from)) if (postings[at]) postings[at].title = true;
    return postings.filter((posting) => posting.document < documents);
  }

  /** A sorted list whose words share their beginnings. */
  function toWords(text) {
    const words = [];
    let word = [];
    for (const c of text) {
      if (c >= "A" && c <= "Z") {
        if (word.length) words.push(word.join(""));
        word = word.slice(0, c.charCodeAt(0) - 65);
      } else word.push(c);
    }
    if (word.length) words.push(word.join(""));
    return words;
  }

  // ---- Slips -------------------------------------------------------------------------------------------------------

  /** Slips between two words (optimal string alignment); more than `most` is Infinity. */
  function distance(a, b, most) {
    const [x, y] = [[...a], [...b]];
    if (Math.abs(x.length - y.length) > most) return Infinity;
    let before = [], last = [...y.keys(), y.length];
    for (let i = 1; i <= x.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= y.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x[i - 1] === y[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return Infinity;
      [before, last] = [last, row];
    }
    return last[y.length] <= most ? last[y.length] : Infinity;
  }

  const slips = (form) => {
    const length = [...form].length;
    return length < 4 ? 0 : length < 8 ? 1 : 2;
  };

  const byFrequency = (a, b) => b.frequency - a.frequency || compare(a.word, b.word);

  function nearest(form, vocabulary, most) {
    const near = vocabulary.map((known) => ({ ...known, slips: distance(form, known.word, most) }))
      .filter((known) => known.slips < Infinity)
      .sort((a, b) => a.slips - b.slips || byFrequency(a, b));
    return near.filter((known) => known.slips === near[0].slips).slice(0, CORRECTIONS);
  }

  // ---- Queries -----------------------------------------------------------------------------------------------------

  /** A query at its spaces and quotation marks. */
  function pieces(text) {
    const found = [];
    let rest = text.trimStart();
    while (rest) {
      const [quoted, minus, inside] = /^(-?)"([^"]*)"/.exec(rest) ?? [];
      if (quoted) {
        found.push({ quoted: true, negated: minus !== "", text: inside });
        rest = rest.slice(quoted.length).trimStart();
        continue;
      }
      const space = rest.search(/\s/);
      let end = space < 0 ? rest.length : space;
      const open = rest.slice(0, end).indexOf(':"');
      const close = open < 0 ? -1 : rest.indexOf('"', open + 2);
      if (close >= 0) end = Math.max(end, close + 1);
      found.push({ quoted: false, text: rest.slice(0, end), last: end === rest.length });
      rest = rest.slice(end).trimStart();
    }
    return found;
  }

  /** A year, a month or a day: its first day and the first day after it. */
  function span(text) {
    const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
    if (!year) return undefined;
    const iso = (date) => date.toISOString().slice(0, 10);
    const date = new Date(Date.UTC(+year, +(month ?? 1) - 1, +(day ?? 1)));
    date.setUTCFullYear(+year, +(month ?? 1) - 1, +(day ?? 1));
    const first = iso(date);
    if (first !== `${year}-${month ?? "01"}-${day ?? "01"}`) return undefined;
    if (day) date.setUTCDate(date.getUTCDate() + 1);
    else if (month) date.setUTCMonth(date.getUTCMonth() + 1);
    else date.setUTCFullYear(+year + 1);
    return { first, next: iso(date) };
  }

  /** What a reader types, taken apart. @param {string} text @param {string[]} fields those of the index */
  function parse(text, fields) {
    const query = { words: [], phrases: [], excluded: [], filters: [], dates: [], problems: [] };
    const places = (part) => scan(part).filter(({ kind, form }) => kind !== "part" && form);
    const addWords = (part, last) => {
      for (const { form, start, end, kind } of scan(part)) {
        if (query.words.length === MOST_WORDS) return;
        if (!form || query.words.some((known) => known.form === form)) continue;
        query.words.push({ text: part.slice(start, end), form, kind, open: last && end === part.length && kind !== "pair" });
      }
    };
    const filter = (part) => {
      const [, name, written] = /^(\p{Alphabetic}+):(.*)$/su.exec(part) ?? [];
      const value = written?.replace(/^"+|"+$/g, "");
      if (!value) return false;
      const field = fold(name);
      if (["after", "since", "before", "until", "year"].includes(field)) {
        const days = span(value);
        if (!days) query.problems.push({ kind: "bad-date", text: part, near: [] });
        else if (field === "year") query.dates.push({ from: days.first, to: days.next });
        else if (field === "after" || field === "since") query.dates.push({ from: days.first });
        else query.dates.push({ to: days.first });
        return true;
      }
      if (fields.includes(field)) return query.filters.push({ field, value }) > 0;
      const near = fields.filter((known) => known.length > 3 && distance(known, field, 1) === 1);
      if (near.length) query.problems.push({ kind: "unknown-field", text: part, near });
      return false;
    };
    const without = [];
    const exclusion = (part) => {
      const word = part.slice(1);
      const is = part[0] === "-" && ALNUM.test([...word][0] ?? " ") && [...word].length >= SHORTEST_EXCLUSION;
      if (is) without.push(word);
      return is;
    };
    for (const piece of pieces(text)) {
      if (!piece.quoted) {
        if (!filter(piece.text) && !exclusion(piece.text)) addWords(piece.text, piece.last);
        continue;
      }
      const words = places(piece.text);
      if (piece.negated) query.excluded.push(words);
      else {
        addWords(piece.text, false);
        if (words.length > 1) query.phrases.push({ text: piece.text, words });
      }
    }
    // In a pasted command `-connect` is an option.
    if (query.words.length < LONG) query.excluded.push(...without.map(places));
    else for (const word of without) addWords(word, false);
    return query;
  }

  /** A term's name in URLs (`src/text/slug.rs`). */
  const slug = (text) =>
    fold(text)
      .replace(/^\.(?=\p{Alphabetic})/u, "dot-")
      .replace(
        /([\p{Alphabetic}\p{N}])(\+{2,}|[+#](?![+\p{Alphabetic}\p{N}]))/gu,
        (_, before, sign) => before + (sign === "#" ? "-sharp" : "-plus".repeat(sign.length)) + "-",
      )
      .replace(/[^\p{Alphabetic}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "");

  // ---- The index ---------------------------------------------------------------------------------------------------

  /** What the script that ran last has brought. */
  let received;
  window.casebookIndex = (parts) => {
    received = parts;
  };

  /** Loads a file of the index as a script: that works from a disk too. @param {string} url @returns {Promise<any>} */
  function byScript(url) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.onload = () => {
        // A script's load event follows its run before any other script runs.
        const parts = received;
        received = undefined;
        script.remove();
        if (parts) resolve(parts);
        else reject(new Error(url.replace(/[?].*/, "")));
      };
      script.onerror = () => {
        script.remove();
        reject(new Error(url.replace(/[?].*/, "")));
      };
      script.src = url;
      document.head.append(script);
    });
  }

  /** An index as its manifest describes it: its parts, loaded once. */
  function shelf(manifest, load) {
    const files = new Map(), decoded = new Map();
    /** A file that could not be had is asked for anew the next time. */
    const file = (name) => {
      if (!files.has(name)) {
        const loading = load(name);
        loading.catch(() => files.delete(name));
        files.set(name, loading);
      }
      return files.get(name);
    };
    const HASH = 7, TOGETHER = 8;
    async function part(kind, number) {
      const small = "px".includes(kind) ? "b" : "a";
      const isSmall = manifest.files[small] !== undefined;
      const [letter, at] = isSmall ? [small, 0] : [kind, Math.floor(number / (kind === "p" ? TOGETHER : 1))];
      const hash = (manifest.files[letter] ?? "").slice(at * HASH, (at + 1) * HASH);
      const name = `${letter}${at}.${hash}.js`;
      const body = hash && (await file(name))[kind + number];
      if (body === undefined || body === "") throw new Error(`search/${name}`);
      return body;
    }
    /** A part in the form in which it is asked, made once. */
    async function once(key, make) {
      if (!decoded.has(key)) {
        const making = make();
        making.catch(() => decoded.delete(key));
        decoded.set(key, making);
      }
      return decoded.get(key);
    }
    const { documents } = manifest;
    /** The terms of a shard by form, and their postings. */
    const shard = (number) => once(`t${number}`, async () => {
      const [forms, references, postings] = await part("t", number);
      const from = reader(references), byForm = new Map();
      let terms = 0;
      for (const form of toWords(forms)) {
        const own = [];
        for (let count = from.gamma(); count > 0; count--) {
          const back = from.gamma() - 1;
          own.push({ shard: number, term: back ? Math.max(0, terms - back) : terms });
          if (!back) terms++;
        }
        byForm.set(form, own);
      }
      return { byForm, postings: postings.split("."), ready: [] };
    });
    const places = async (form) => (await shard(notAfter(manifest.terms, form))).byForm.get(form) ?? [];
    async function postings({ shard: number, term }) {
      const { postings, ready } = await shard(number);
      return (ready[term] ??= toPostings(postings[term] ?? "", documents));
    }
    return {
      manifest,
      places,
      forms: async (number) => [...(await shard(number)).byForm.keys()],
      postings,
      lists: async (form, weight) =>
        Promise.all((await places(form)).map(async (place) => ({ postings: await postings(place), weight }))),
      /** Where a term stands in each of its documents. */
      async positions(place, count) {
        const all = await once(`p${place.shard}`, async () => (await part("p", place.shard)).split("."));
        const from = reader(all[place.term] ?? ""), first = from.bits(5), later = from.bits(5);
        return Array.from({ length: count }, () => {
          const positions = [];
          for (let left = from.gamma(); left > 0 && !from.done(); left--) {
            positions.push(positions.length ? positions.at(-1) + 1 + from.rice(later) : from.rice(first));
          }
          return positions;
        });
      },
      vocabulary: (number) => once(`v${number}`, async () => {
        const [words, frequencies] = await part("v", number);
        return toWords(words).map((word, at) => ({ word, frequency: VALUES[frequencies[at]] ?? 0 }));
      }),
      values: (number) => once(`f${number}`, async () =>
        (await part("f", number)).map(([name, aliases, documents]) => ({ name, aliases, documents: ascending(reader(documents)) }))),
      /** The day of each document; "" for those without one. */
      days: () => once("d", async () => {
        const [undated, first, text] = await part("d", 0);
        const days = Array(undated).fill("");
        if (first) {
          const from = reader(text), k = from.bits(5);
          for (let day = Date.parse(first); days.length < documents;) {
            days.push(new Date((day += from.rice(k) * 864e5)).toISOString().slice(0, 10));
          }
        }
        return days;
      }),
      minutes: () => once("m", async () => {
        const from = reader(await part("m", 0)), k = from.bits(5);
        return Array.from({ length: documents }, () => from.rice(k));
      }),
      async card(document) {
        const { cards } = manifest;
        return (await part("c", Math.floor(document / cards)))[document % cards];
      },
      async excerpt(document) {
        const { excerpts } = manifest;
        return (await part("x", Math.floor(document / excerpts)))[document % excerpts];
      },
    };
  }

  // ---- Ranking -----------------------------------------------------------------------------------------------------

  /** How much a term weighs: its rarity, saturated. */
  const weigh = (frequency, documents) => {
    const rarity = Math.round(Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5)) * 1024) / 1024;
    return rarity / (rarity + SATURATION);
  };

  function score(parts, all) {
    const covered = parts.covered / all, titled = parts.titled / all, cube = titled * titled * titled;
    const title = TITLE * parts.titled * (cube * cube);
    return Math.round((parts.words * (covered * Math.sqrt(covered)) + title + parts.phrases) * 1e6) / 1e6;
  }

  const heaviest = (lists, documents) =>
    lists.reduce((most, list) => Math.max(most, list.weight * weigh(list.postings.length, documents)), 0);

  /** What a word of the query stands for. */
  async function seekWord(index, word) {
    const { documents, stop_words: stops } = index.manifest, stop = stops.includes(word.form);
    const lists = stop ? [] : await index.lists(word.form, 1);
    const sought = { word, state: "known", shown: [], lists, factor: 1, weight: 0 };
    const plain = isWord(word.form);
    if (word.open && word.kind !== "pair" && [...word.form].length >= SHORTEST_OPEN) {
      if (sought.lists.length) sought.weight = heaviest(sought.lists, documents);
      let telling = 0, count = 0;
      for (const list of await complete(index, word.form)) {
        telling += weigh(list.postings.length, documents) * list.postings.length;
        count += list.postings.length;
        sought.lists.push(list);
      }
      if (!sought.weight && count) sought.weight = COMPLETION_COVERS * (telling / count);
    }
    if (!sought.lists.length && stop) return sought;
    if (!sought.lists.length && plain) {
      // The library has only other forms of it: "renewing" where it says "renewed".
      const vocabulary = await index.vocabulary(notAfter(index.manifest.spelling, word.form));
      const same = vocabulary.filter((known) => sameWord(word.form, known.word)).sort(byFrequency).slice(0, CORRECTIONS);
      for (const { word: other } of same) {
        sought.lists.push(...(await index.lists(other, 1)));
        sought.shown.push(other);
      }
    }
    if (!sought.lists.length && plain && slips(word.form)) {
      for (const near of await corrections(index, word.form)) {
        sought.lists.push(...(await index.lists(near.word, CORRECTION[Math.min(near.slips, 2)])));
        sought.shown.push(near.word);
      }
      sought.state = "corrected";
    }
    if (!sought.lists.length) sought.state = "dropped";
    else if (!sought.weight) sought.weight = heaviest(sought.lists, documents);
    return sought;
  }

  /** What an unfinished word may become: all words that begin with it, where they lie in a few shards, else the most
   * frequent ones. */
  async function complete(index, form) {
    const { terms, spelling } = index.manifest;
    const first = notAfter(terms, form), last = notAfter(terms, form + LAST);
    const begins = (word) => word.length > form.length && word.startsWith(form);
    const longer = last - first < COMPLETION_SHARDS
      ? (await Promise.all(Array.from({ length: last - first + 1 }, (_, at) => index.forms(first + at)))).flat().filter(begins)
      : (await index.vocabulary(notAfter(spelling, form))).filter(({ word }) => begins(word)).sort(byFrequency)
        .slice(0, COMPLETIONS).map(({ word }) => word);
    return (await Promise.all(longer.map((word) => index.lists(word, 1)))).flat();
  }

  /** Most slips leave the first letter as it is, so its part of the vocabulary is asked first. */
  async function corrections(index, form) {
    const bounds = index.manifest.spelling, first = notAfter(bounds, form);
    const near = nearest(form, await index.vocabulary(first), slips(form));
    if (near.length) return near;
    const rest = [...Array(bounds.length + 1).keys()].filter((part) => part !== first);
    return nearest(form, (await Promise.all(rest.map(index.vocabulary))).flat(), 1);
  }

  async function seek(index, words) {
    const all = await Promise.all(words.map((word) => seekWord(index, word)));
    // A query of nothing but stop words means them.
    const { stop_words: stops, documents } = index.manifest;
    if (all.length && all.every((one) => !one.lists.length && stops.includes(one.word.form))) {
      await Promise.all(all.map(async (one) => {
        one.lists = await index.lists(one.word.form, 1);
        one.weight = heaviest(one.lists, documents);
      }));
    }
    let whole = false;
    for (const sought of all) {
      if (sought.word.kind === "whole") whole = sought.lists.length > 0;
      else if (sought.word.kind === "part" && whole) {
        sought.factor = PART;
        sought.weight *= PART;
      }
      if (MANNER.has(sought.word.form)) sought.weight *= MANNER_COVERS;
    }
    return all;
  }

  /** The documents that have the words of a phrase side by side. @returns {Promise<number[]>} */
  async function phrase(index, words) {
    const all = [];
    for (const { form, position } of words) {
      const places = await index.places(form);
      const at = new Map();
      for (const place of places) {
        const postings = await index.postings(place);
        const positions = await index.positions(place, postings.length);
        postings.forEach(({ document }, one) => at.set(document, [...(at.get(document) ?? []), ...positions[one]]));
      }
      all.push({ position, at });
    }
    if (!all.length) return [];
    const [first, ...others] = all;
    const fits = (document, start) =>
      others.every(({ position, at }) => at.get(document)?.includes(start + position - first.position));
    return [...first.at].filter(([document, starts]) => starts.some((start) => fits(document, start))).map(([document]) => document);
  }

  const names = (value) => [value.name, ...value.aliases].map(slug);

  /** The values that a filter names: one of that name or alias, else those that begin so. */
  function chosen(values, wanted) {
    const name = slug(wanted);
    const exact = values.filter((value) => names(value).includes(name));
    return exact.length ? exact : values.filter((value) => names(value).some((own) => own.startsWith(name)));
  }

  /** Which documents the filters and exclusions let through; `but` is a field that is not asked. */
  async function allow(index, query, problems, but) {
    const { documents, fields } = index.manifest;
    const allowed = Array(documents).fill(true), byField = new Map();
    for (const { field, value } of query.filters) {
      if (field === but) continue;
      const values = await index.values(fields.indexOf(field));
      const picked = chosen(values, value);
      if (!picked.length) {
        const near = values.filter((known) => distance(slug(known.name), slug(value), 2) < Infinity);
        problems.push({ kind: "unknown-value", text: `${field}:${value}`, near: near.map((known) => known.name).slice(0, 3) });
        continue;
      }
      if (!byField.has(field)) byField.set(field, new Set());
      for (const { documents } of picked) for (const document of documents) byField.get(field).add(document);
    }
    for (const fits of byField.values()) allowed.forEach((_, document) => (allowed[document] &&= fits.has(document)));
    if (query.dates.length && but !== "year") {
      const days = await index.days();
      days.forEach((day, document) => {
        allowed[document] &&= day !== "" && query.dates.every(({ from = "", to = "~" }) => day >= from && day < to);
      });
    }
    for (const words of query.excluded) {
      if (words.length > 1) (await phrase(index, words)).forEach((document) => (allowed[document] = false));
      else {
        for (const { form } of words) {
          for (const list of await index.lists(form, 1)) list.postings.forEach(({ document }) => (allowed[document] = false));
        }
      }
    }
    return allowed;
  }

  /** Every document that fits, with what it has of the query. Phrases that none of them has are put `apart`. */
  async function find(index, query, sought, weight, allowed, apart = []) {
    const { documents } = index.manifest;
    if (!sought.some((one) => one.lists.length)) {
      const all = !query.words.length && (query.filters.length || query.dates.length);
      return all ? [...allowed.keys()].filter((document) => allowed[document]).map((document) => ({ document, score: 0 })) : [];
    }
    /** @type {Map<number, { words: number, covered: number, titled: number, phrases: number }>} */
    const found = new Map();
    for (const one of sought) {
      const best = new Map();
      for (const list of one.lists) {
        const telling = list.weight * weigh(list.postings.length, documents);
        for (const { document, impact, title } of list.postings) {
          const says = telling * (impact / MOST_IMPACT), there = Math.min(list.weight, 1), titled = title ? there : 0;
          const known = best.get(document);
          if (!known) best.set(document, [says, there, titled]);
          else {
            known[0] = Math.max(known[0], says);
            known[1] = Math.max(known[1], there);
            known[2] = Math.max(known[2], titled);
          }
        }
      }
      for (const [document, [says, there, titled]] of best) {
        if (!allowed[document]) continue;
        let parts = found.get(document);
        if (!parts) found.set(document, (parts = { words: 0, covered: 0, titled: 0, phrases: 0 }));
        parts.words += one.factor * says;
        parts.covered += one.weight * there;
        parts.titled += one.weight * titled;
      }
    }
    for (const { text, words } of query.phrases) {
      const places = (await phrase(index, words)).filter((document) => found.has(document));
      if (!places.length) {
        apart.push(text);
        continue;
      }
      if (sought.length < LONG) {
        const fits = new Set(places);
        for (const document of [...found.keys()]) if (!fits.has(document)) found.delete(document);
      } else {
        const adds = sought.filter((one) => words.some(({ form }) => form === one.word.form)).reduce((sum, one) => sum + one.weight, 0);
        for (const document of places) found.get(document).phrases += PHRASE * adds;
      }
    }
    let best = 0;
    for (const parts of found.values()) best = Math.max(best, parts.covered);
    const least = Math.min(LEAST_COVERED * best, weight);
    const kept = [...found].filter(([, parts]) => parts.covered >= least);
    return kept.map(([document, parts]) => ({ document, score: weight > 0 ? score(parts, weight) : 0 }));
  }

  // ---- Answers -----------------------------------------------------------------------------------------------------

  /** @param {string} text @param {{ count: number, sort: string, excerpts?: boolean }} wanted @returns {Promise<Answer>} */
  async function answer(index, text, { count, sort, excerpts }) {
    const { manifest } = index, query = parse(text, manifest.fields), problems = [...query.problems];
    const allowed = await allow(index, query, problems);
    const sought = await seek(index, query.words);
    const weight = sought.reduce((sum, one) => sum + one.weight, 0);
    const apart = [];
    const found = await find(index, query, sought, weight, allowed, apart);
    if (sort === "longest") {
      const minutes = await index.minutes();
      found.sort((a, b) => minutes[b.document] - minutes[a.document] || b.document - a.document);
    } else if (sort === "newest") found.sort((a, b) => b.document - a.document);
    else if (sort === "oldest") found.sort((a, b) => a.document - b.document);
    else found.sort((a, b) => b.score - a.score || b.document - a.document);
    const hits = await Promise.all(found.slice(0, count).map(async ({ document, score }) => {
      const [title, url, date, rank, services, minutes, kind] = await index.card(document);
      return { title, url, date, rank, severity: manifest.severities[rank - 1] ?? "", services, minutes,
        kind: kind ? "article" : "incident", excerpt: excerpts ? await index.excerpt(document) : "", document, score };
    }));
    const words = sought.filter((one) => one.state !== "dropped" || (one.word.kind === "plain" && isWord(one.word.form)) ||
        (one.word.kind === "whole" && sought.length < LONG))
      .map(({ word, state, shown }) => ({ text: word.text, state, shown }))
      .concat(apart.map((text) => ({ text: `"${text}"`, state: "dropped", shown: [] })));
    // Whatever the last word may become is marked as well.
    const forms = sought.flatMap(({ word, lists, shown }) =>
      shown.length ? shown : !lists.length ? [] : word.open ? [word.form, `${word.form}*`] : [word.form]);
    return { hits, total: found.length, words, forms, problems };
  }

  const FACETS = ["severity", "service", "cause", "category", "team", "year", "tag", "status", "lapse"], VALUES_SHOWN = 8;

  /** Counts under each field; a field's own filter does not narrow its own values. @returns {Promise<Facet[]>} */
  async function facets(index, text) {
    const { fields } = index.manifest, query = parse(text, fields);
    const sought = await seek(index, query.words);
    const weight = sought.reduce((sum, one) => sum + one.weight, 0);
    const within = async (but) => {
      const found = await find(index, query, sought, weight, await allow(index, query, [], but));
      return new Set(found.map(({ document }) => document));
    };
    const all = await within("");
    const names = [...FACETS, ...fields.filter((field) => !FACETS.includes(field) && field !== "kind")];
    const counted = await Promise.all(names.filter((field) => field === "year" || fields.includes(field)).map(async (field) => {
      const own = query.filters.filter((filter) => filter.field === field).map(({ value }) => value);
      const asked = field === "year" ? query.dates.length > 0 : own.length > 0;
      const found = asked ? await within(field) : all;
      let values;
      if (field === "year") {
        const years = new Map();
        (await index.days()).forEach((day, document) => {
          const year = day.slice(0, 4);
          if (year && found.has(document)) years.set(year, (years.get(year) ?? 0) + 1);
        });
        const is = (year) => query.dates.some(({ from, to }) => from === `${year}-01-01` && to);
        values = [...years].sort().reverse().map(([year, count]) => ({ label: year, query: `year:${year}`, count, chosen: is(year) }));
      } else {
        const known = await index.values(fields.indexOf(field));
        const picked = new Set(own.flatMap((value) => chosen(known, value)));
        values = known.map((value) => ({
          label: value.name,
          query: `${field}:${/\s/.test(value.name) ? `"${value.name}"` : value.name}`,
          count: value.documents.reduce((sum, document) => sum + (found.has(document) ? 1 : 0), 0),
          chosen: picked.has(value),
        }));
        // A scale keeps its order; the rest comes by count.
        if (field !== "severity") values.sort((a, b) => b.count - a.count);
      }
      values = values.filter((value) => value.count || value.chosen);
      const shown = values.filter((value, at) => at < VALUES_SHOWN || value.chosen);
      return { field, title: field, values: shown, more: values.length - shown.length };
    }));
    return counted.filter((facet) => facet.values.length);
  }

  /** Whether two forms are taken for the same word. */
  function sameWord(a, b) {
    if (a === b) return true;
    const [x, y] = [[...a], [...b]];
    let shared = 0;
    while (shared < x.length && x[shared] === y[shared]) shared++;
    return shared >= SHARED && ENDINGS.has(x.slice(shared).join("")) && ENDINGS.has(y.slice(shared).join(""));
  }

  /** The ranges of a text that are words of the query. @param {string} text @param {string[]} forms */
  function marks(text, forms) {
    const found = [];
    for (const { form, start, end, kind } of scan(text)) {
      if (start < (found.at(-1)?.[1] ?? 0)) continue;
      const is = (wanted) => wanted.endsWith("*") ? form.startsWith(wanted.slice(0, -1)) : kind === "whole" ? wanted === form : sameWord(wanted, form);
      if (forms.some(is)) found.push([start, end]);
    }
    return found;
  }

  /**
   * @param {string} root from this page to the site's root
   * @param {(url: string) => Promise<any>} load brings the parts that are in a file
   * @returns {Engine}
   */
  function open(root, load = byScript) {
    const folder = `${root}search/`;
    let opening;
    async function read(name) {
      const { index } = await load(folder + name);
      if (index?.version !== VERSION) throw new Error(`${folder}index.js`);
      return shelf(index, (name) => load(folder + name));
    }
    /** Asks; when a file is gone because the site was published anew meanwhile, asks the new index. */
    async function ask(question) {
      opening ??= read("index.js");
      opening.catch(() => (opening = undefined));
      const index = await opening;
      try {
        return await question(index);
      } catch (error) {
        if (root.startsWith("file:") || globalThis.location?.protocol === "file:") throw error;
        const anew = await read(`index.js?${Date.now()}`);
        if (JSON.stringify(anew.manifest.files) === JSON.stringify(index.manifest.files)) throw error;
        opening = Promise.resolve(anew);
        return question(anew);
      }
    }
    return {
      search: (text, wanted) => ask((index) => answer(index, text, wanted)),
      facets: (text) => ask((index) => facets(index, text)),
      marks,
    };
  }

  return { open };
})();
