/** How the report's page looks: served as a file of its own, because pages may carry no style inside (content security policy). */
export const pageStyle = `
body{font:17px/1.55 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#222;background:#fff}
h1{font-size:1.35rem;line-height:1.3;margin:.2rem 0}h2{font-size:1.1rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .4rem}
p{margin:.4rem 0}.note{color:#555;font-style:italic}a{color:#0b5394}.up a{display:inline-block;padding:.6rem 0}
figure{margin:1rem 0}img{max-width:100%;height:auto}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{border:1px solid #bbb;padding:.4rem .5rem;text-align:left;vertical-align:top}th{background:#f4efe6}
summary{cursor:pointer;padding:.2rem 0}details ul{margin:.3rem 0;padding-left:1.1rem;color:#444}
form{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin-top:1rem}label{flex-basis:100%}
input{font:inherit;font-size:1.3rem;letter-spacing:.15em;padding:.5rem;width:9em}button{font:inherit;padding:.7rem 1.4rem}
figure img{max-width:min(100%,30rem)}.cards td:first-child{white-space:nowrap}
@media (max-width:40rem){
.cards thead{display:none}.cards tr{display:block;border:1px solid #bbb;border-radius:.4rem;margin:.6rem 0;padding:.3rem .6rem}
.cards td{display:flex;gap:.6rem;border:0;padding:.2rem 0}.cards td:empty{display:none}
.cards td::before{content:attr(data-head);flex:0 0 6.5em;color:#555;font-size:.85rem}
.wide{font-size:.85rem}.wide td,.wide th{white-space:nowrap}}
@media print{
@page{size:A4;margin:20mm 15mm 20mm 30mm}
body{font:13pt/1.4 'Times New Roman',serif;max-width:none;padding:0}.scroll{overflow:visible}.up,.hint{display:none}
tr{break-inside:avoid}h2,h3{break-after:avoid}a{color:inherit;text-decoration:none}details ul{display:none}}
`;
