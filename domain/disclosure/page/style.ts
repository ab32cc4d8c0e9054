/** The whole style of a page: legible on a screen and on paper, black on white. */
export const STYLE = `
body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.7 "Noto Serif SC","Songti SC",SimSun,serif;color:#111;background:#fff}
h1{font-size:1.5rem;text-align:center}
h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;padding:.2rem 0}
th,td{border:1px solid #555;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;white-space:pre-line}
thead th,tbody th{background:#f2f2f2}
.facts tbody th{width:12rem;font-weight:600}
.scroll{overflow-x:auto}
.rehearsal{border:.25rem solid #a40000;color:#a40000;font-size:1.4rem;font-weight:700;text-align:center;padding:.5rem;margin:1rem 0}
footer{border-top:1px solid #555;margin-top:2rem;font-size:.9rem;overflow-wrap:anywhere}
a{color:#003c8f}
@media print{body{max-width:none;padding:0}section{break-inside:avoid-page}thead{display:table-header-group}tr{break-inside:avoid}a{color:inherit}}
`.trim();
