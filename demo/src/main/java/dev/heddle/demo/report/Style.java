package dev.heddle.demo.report;

/** The style sheet of the page. */
final class Style {

  static String css() {
    return ":root{color-scheme:light dark;"
        + Palette.css(false)
        + "}\n@media (prefers-color-scheme:dark){:root{"
        + Palette.css(true)
        + "}}\n"
        + RULES;
  }

  private static final String RULES =
      """
      *{box-sizing:border-box}
      html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
      body{margin:0 auto;max-width:60rem;padding:3.5rem 1.75rem 4rem;
        font:16px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
        font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
      header p,footer,figcaption,caption,.key,dt{color:var(--quiet)}
      h1{font-size:clamp(1.6rem,5vw,2.4rem);line-height:1.15;font-weight:600;
        letter-spacing:-.015em;margin:.2em 0 .5em;text-wrap:balance}
      h2{font-size:1.25rem;font-weight:600;margin:0 0 .25rem}
      p{margin:0 0 .4rem;max-width:44rem}
      .cut{color:var(--bad)}
      dl{display:grid;grid-template-columns:repeat(4,1fr);
        gap:1.25rem 1.5rem;margin:2.25rem 0 0;padding:1.4rem 0;
        border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
      dt{font-size:.875rem}
      dd{margin:.1rem 0 0;font-size:1.5rem;line-height:1.2;letter-spacing:-.01em}
      section{margin:3.25rem 0 0}
      figure{margin:1.4rem 0 0}
      svg{display:block}
      .plot{padding:0 18px 0 52px;overflow:visible}
      .bars{margin-top:1rem}
      svg text{font-size:13px;fill:var(--quiet)}
      svg .name,svg .value,svg .note{fill:var(--ink)}
      svg .note{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
      .grid{stroke:var(--line)}
      .base{stroke:var(--quiet)}
      .marker{stroke:var(--ink);stroke-dasharray:2 3}
      .spread{stroke:var(--ink);stroke-width:2}
      .good{fill:var(--good)}
      .pending{fill:var(--pending)}
      .bad{fill:var(--bad)}
      .track{fill:var(--line);opacity:.6}
      .key{display:flex;flex-wrap:wrap;gap:.2rem 1.25rem;margin:.9rem 0 0;font-size:.875rem}
      .key span{display:flex;align-items:center;gap:.45rem}
      .key svg{flex:none}
      details{margin:.9rem 0 0;font-size:.875rem}
      summary{cursor:pointer;color:var(--good);width:max-content;max-width:100%}
      summary:focus-visible{outline:2px solid var(--good);outline-offset:3px}
      table{border-collapse:collapse;width:100%;margin:1rem 0 0;font-size:.875rem;line-height:1.4}
      caption{text-align:left;padding:0 0 .4rem}
      th,td{text-align:left;vertical-align:top;padding:.4rem 1.1rem .4rem 0;
        border-bottom:1px solid var(--line)}
      th{font-weight:600}
      th,td:not(.words){white-space:nowrap}
      td:last-child,th:last-child{padding-right:0}
      footer{margin:4rem 0 0;padding:1rem 0 0;border-top:1px solid var(--line);font-size:.875rem}
      @media (max-width:760px){
        body{padding:2rem 1.1rem 3rem}
        dl{grid-template-columns:1fr 1fr;gap:1.1rem 1rem}
        dd{font-size:1.3rem}
        svg text{font-size:12px}
        table,tbody,tr,td{display:block}
        caption{display:block}
        thead{display:none}
        tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
        td,td:not(.words){border:0;padding:.1rem 0;white-space:normal;display:grid;grid-template-columns:7.5rem 1fr;gap:.75rem}
        td:empty{display:none}
        td::before{content:attr(data-name);color:var(--quiet)}
      }
      @media print{details{display:none}section{break-inside:avoid}}
      """;

  private Style() {}
}
