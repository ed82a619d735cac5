package dev.heddle.demo;

import dev.heddle.demo.common.OutFile;
import dev.heddle.demo.report.Figure;
import dev.heddle.demo.report.Numbers;
import dev.heddle.demo.report.Recorder;
import dev.heddle.demo.report.ReportPage;
import dev.heddle.demo.report.Run;
import dev.heddle.fanout.Summary;
import java.util.List;

/**
 * The page about a run, if one is wanted.
 *
 * @param file where it goes
 * @param what what the run does, in some words
 */
record LoadPage(OutFile file, String what) {

  /** Writes it. */
  void write(Recorder recorder, Summary summary, int asked, boolean cancelled) {
    file.write(
        () ->
            ReportPage.of(
                new Run(
                    what,
                    "connection",
                    "succeeded",
                    recorder.began(),
                    summary.elapsed(),
                    asked,
                    cancelled,
                    recorder.samples()),
                List.of(new Figure("live at most", Numbers.count(summary.peak()))),
                null));
  }
}
