// What scripts with ExcelJS do to a form: node exceljs.js <act> <form> <returned file> [arguments as JSON]
"use strict";
const ExcelJS = require("exceljs");

const [act, form, back, rest] = process.argv.slice(2);
const told = JSON.parse(rest || "{}");

const ACTS = {
  // opened and saved
  save() {},

  // values put into cells, as { sheet, cell, value }
  set(book) {
    for (const { sheet, cell, value } of told.cells) {
      book.getWorksheet(sheet).getCell(cell).value = value;
    }
  },

  // a number as rich text
  rich(book) {
    book.getWorksheet(told.sheet).getCell(told.cell).value = {
      richText: told.parts.map((text, number) => ({ text, font: { bold: number === 0 } })),
    };
  },

  // blank rows put in before a row, and some taken out
  splice_rows(book) {
    const rows = Array.from({ length: told.inserted }, () => []);
    book.getWorksheet(told.sheet).spliceRows(told.row, told.deleted, ...rows);
  },

  // a blank column put in before a column
  splice_columns(book) {
    book.getWorksheet(told.sheet).spliceColumns(told.column, 0, []);
  },

  // a sheet taken out
  remove(book) {
    book.removeWorksheet(book.getWorksheet(told.sheet).id);
  },

  // a sheet renamed
  rename(book) {
    book.getWorksheet(told.sheet).name = told.name;
  },

  // a sheet added with a text on it
  add(book) {
    book.addWorksheet(told.name).getCell("B2").value = told.text;
  },

  // a note at a cell
  note(book) {
    book.getWorksheet(told.sheet).getCell(told.cell).note = told.text;
  },

  // cells merged
  merge(book) {
    book.getWorksheet(told.sheet).mergeCells(told.area);
  },

  // a line drawn through an answer
  strike(book) {
    const cell = book.getWorksheet(told.sheet).getCell(told.cell);
    cell.style = { ...cell.style, font: { ...cell.font, strike: true } }; // the cells share one style
  },
};

// every sheet's values written into a new file, row by row
async function stream() {
  const source = new ExcelJS.Workbook();
  await source.xlsx.readFile(form);
  const options = { filename: back, useSharedStrings: false, useStyles: false };
  const target = new ExcelJS.stream.xlsx.WorkbookWriter(options);
  source.eachSheet((sheet) => {
    const copy = target.addWorksheet(sheet.name, { state: sheet.state });
    sheet.eachRow({ includeEmpty: true }, (row) => copy.addRow(row.values.map((value) => plain(value))).commit());
    copy.commit();
  });
  await target.commit();
}

function plain(value) {
  return value && typeof value === "object" && !(value instanceof Date) ? value.result ?? value.text ?? null : value;
}

async function main() {
  if (act === "stream") {
    await stream();
    return;
  }
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(form);
  ACTS[act](book);
  await book.xlsx.writeFile(back);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
