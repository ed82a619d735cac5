package dev.heddle.demo.report;

import java.util.List;

/**
 * A table. Where there is no room for its columns, each row is a list of names and values.
 *
 * @param headings of the columns
 * @param rows each with as many cells as there are headings
 */
public record DataTable(List<String> headings, List<List<String>> rows) {

  void write(Markup page, String caption) {
    page.open("table").element("caption", caption).open("thead").open("tr");
    headings.forEach(heading -> page.element("th", heading, "scope", "col"));
    page.close().close().open("tbody");
    for (List<String> row : rows) {
      page.open("tr");
      for (int i = 0; i < row.size(); i++) {
        String look = row.get(i).length() > SHORT ? "words" : null;
        page.element("td", row.get(i), "class", look, "data-name", headings.get(i));
      }
      page.close();
    }
    page.close().close();
  }

  /** Behind a line that opens it. */
  void writeFolded(Markup page, String caption) {
    page.open("details").element("summary", "The same in numbers");
    write(page, caption);
    page.close();
  }

  /** A longer cell may be broken anywhere. */
  private static final int SHORT = 20;
}
