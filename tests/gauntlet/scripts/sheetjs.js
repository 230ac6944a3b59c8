// What scripts with SheetJS do to a form: node sheetjs.js <act> <form> <returned file> [arguments as JSON]
"use strict";
const XLSX = require("xlsx");

const [act, form, back, rest] = process.argv.slice(2);
const told = JSON.parse(rest || "{}");

function opened(options = { cellStyles: true, cellNF: true }) {
  return XLSX.readFile(form, options);
}

function saved(book, options) {
  XLSX.writeFile(book, back, options);
}

const ACTS = {
  // opened and saved in a format
  save() {
    saved(opened(told.reading || {}), told.writing);
  },

  // values put into cells, as { sheet, cell, value }
  set() {
    const book = opened();
    for (const { sheet, cell, value } of told.cells) {
      XLSX.utils.sheet_add_aoa(book.Sheets[sheet], [[value]], { origin: cell });
    }
    saved(book);
  },

  // one sheet taken out
  remove() {
    const book = opened();
    book.SheetNames = book.SheetNames.filter((name) => name !== told.sheet);
    delete book.Sheets[told.sheet];
    saved(book);
  },

  // only the visible sheets, each turned into rows of values and back
  rows() {
    const book = opened({ cellDates: true });
    const plain = XLSX.utils.book_new();
    book.SheetNames.forEach((name, number) => {
      if (!book.Workbook.Sheets[number].Hidden) {
        const rows = XLSX.utils.sheet_to_json(book.Sheets[name], { header: 1, raw: told.raw, blankrows: true });
        XLSX.utils.book_append_sheet(plain, XLSX.utils.aoa_to_sheet(rows), name);
      }
    });
    saved(plain);
  },

  // rows put in below everything else
  append() {
    const book = opened();
    XLSX.utils.sheet_add_aoa(book.Sheets[told.sheet], told.rows, { origin: -1 });
    saved(book);
  },

  // a note at a cell
  note() {
    const book = opened();
    const cell = book.Sheets[told.sheet][told.cell];
    cell.c = [{ a: "Skript", t: told.text }];
    saved(book);
  },

  // a formula without a result
  formula() {
    const book = opened();
    book.Sheets[told.sheet][told.cell] = { t: "n", f: told.formula };
    saved(book);
  },

  // a cell that shows an error
  error() {
    const book = opened();
    book.Sheets[told.sheet][told.cell] = { t: "e", v: 0x2a };
    saved(book);
  },
};

ACTS[act]();
