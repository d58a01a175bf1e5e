package picture

// snack shows a standing pouch with nuts before it.
func (c *canvas) snack() {
	k := c.base
	c.path("M244 140h312l14 500q0 50-170 50t-170-50z", k.darker(22))
	c.path("M248 144h304l12 494q0 44-164 44t-164-44z", own("body"))
	c.path("M244 124h312l2 44H242z", k.darker(12))
	c.put(`<path d="M246 132h308M246 142h308M245 152h309" stroke="%v" stroke-width="3"/>`, k.lighter(35))
	c.path("M278 220h244v190H278z", "#fffaf0")
	c.line("M290 232h220v166H290z", k, 2)
	c.text(400, 268, 20, 200, "#8a6a3c", 500, c.spec.Brand)
	c.text(400, 326, 46, 210, "#3a2f24", 700, c.spec.Model)
	c.text(400, 374, 22, 200, k.darker(45), 500, c.spec.Variant)
	c.ellipse(400, 540, 108, 92, "#fff7e6")
	c.heap(400, 556)
	c.veil("M268 176h22l-14 470q-16-4-18-16z", 30)
	for _, n := range [][2]int{{196, 668}, {236, 684}, {580, 672}, {622, 686}, {160, 690}} {
		c.nut(n[0], n[1], 20)
	}
}

func (c *canvas) heap(x, y int) {
	for _, n := range [][2]int{{-54, 24}, {-18, 30}, {22, 28}, {58, 20}, {-36, -8}, {4, -6}, {40, -10}, {-12, -40}, {22, -38}} {
		c.nut(x+n[0], y+n[1], 22)
	}
}

func (c *canvas) nut(x, y, r int) {
	c.ellipse(x, y, r, r*8/10, "#b57a43")
	c.ellipse(x-r/5, y-r/5, r*7/10, r/2, "#d09a5f")
	c.put(`<path d="M%d %dq%d-%d %d 0" stroke="#8d5b2e" stroke-width="2" fill="none"/>`, x-r/2, y, r/2, r/2, r)
}

// tea shows a tin with a cup and leaves, or a pressed cake.
func (c *canvas) tea() {
	k := c.base
	if c.has("饼") {
		c.circle(400, 420, 256, "#e9dfc9")
		c.circle(400, 420, 244, "#f6efdf")
		c.put(`<g stroke="#dccfb4" stroke-width="3" fill="none"><path d="M400 176v488M156 420h488M228 248l344 344M572 248L228 592"/></g>`)
		c.circle(400, 420, 120, "#fbf6ea")
		c.ring(400, 420, 112, k.darker(30), 3)
		c.text(400, 400, 26, 180, "#8b2f24", 600, c.spec.Brand)
		c.text(400, 446, 34, 190, "#3b3024", 700, "古树普洱")
		c.text(400, 484, 20, 170, "#7a6a50", 400, c.spec.Variant)
		c.leaves(250, 676)
		return
	}
	c.rect(230, 210, 220, 480, 20, own("body"))
	c.ellipse(340, 212, 110, 26, k.lighter(20))
	c.rect(226, 180, 228, 84, 18, own("gold"))
	c.ellipse(340, 184, 114, 24, "#f4dfb4")
	c.rect(264, 320, 152, 270, 4, "#faf5e9")
	c.line("M274 330h132v250H274z", "#b99b64", 2)
	c.column(340, 384, 44, c.spec.Model)
	c.text(340, 624, 18, 200, k.ink(), 500, c.spec.Brand)
	c.text(340, 652, 16, 200, k.ink(), 400, c.spec.Variant)
	c.veil("M246 270h18v410h-12q-6 0-6-8z", 30)
	c.path("M486 560h190q0 100-70 122h-50q-70-22-70-122z", "#fdfdfb")
	c.path("M486 560h190q0 100-70 122h-20q60-30 62-122z", "#e6e9ea")
	c.ellipse(581, 560, 95, 22, "#f4f5f4")
	c.ellipse(581, 562, 82, 16, k.mix(rgb{176, 172, 70}, 70))
	c.put(`<g fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" opacity=".8"><path d="M560 510q-16-24 0-44t0-40M604 510q-16-24 0-44t0-40"/></g>`)
	c.leaves(470, 690)
}

func (c *canvas) leaves(x, y int) {
	c.put(`<g fill="#5b7a4a"><path d="M%d %dq20-26 54-14-18 24-54 14z"/><path d="M%d %dq10-24 44-22-8 26-44 22z" fill="#74935c"/><path d="M%d %dq26-16 50 4-28 14-50-4z" fill="#4a673c"/></g>`, x-60, y, x-20, y-4, x+16, y)
}

// column writes s from top to bottom, at most four letters.
func (c *canvas) column(x, y, size int, s string) {
	for i, r := range []rune(s) {
		if i == 5 {
			return
		}
		c.text(x, y+i*size*11/10, size, size, "#33402f", 700, string(r))
	}
}

// wine shows one, two or three bottles and a glass.
func (c *canvas) wine() {
	white := c.has("干白", "霞多丽")
	glass, wine := rgb{46, 64, 44}, rgb{110, 20, 40}
	if white {
		glass, wine = rgb{150, 160, 92}, rgb{232, 208, 120}
	}
	c.gradient("bottle", "1", "0", glass.darker(20), glass.lighter(30), glass, glass.darker(50))
	at := []int{330}
	switch {
	case c.has("六支"):
		at = []int{190, 470, 330}
	case c.has("双支"):
		at = []int{230, 390}
	}
	for _, x := range at {
		c.bottle(x)
	}
	c.path("M560 380h140q14 130-60 154v120q46 10 56 32H564q10-22 56-32V534q-74-24-60-154z", "#ffffff")
	c.put(`<path d="M562 440h136q0 70-68 82-68-12-68-82z" fill="%v" opacity=".9"/>`, wine)
	c.put(`<path d="M560 380h140q14 130-60 154v120q46 10 56 32H564q10-22 56-32V534q-74-24-60-154z" fill="none" stroke="#b8c0c8" stroke-width="3"/>`)
	c.veil("M574 392h16q-6 90 26 126-50-34-42-126z", 60)
}

func (c *canvas) bottle(x int) {
	k := c.base
	c.put(`<path d="M%d 90h44v150q0 30 26 54 24 24 24 64v310q0 22-22 22h-100q-22 0-22-22V358q0-40 24-64 26-24 26-54z" fill="url(#bottle)"/>`, x-22)
	c.rect(x-24, 80, 48, 110, 6, k.darker(10))
	c.rect(x-24, 178, 48, 10, 0, own("gold"))
	c.rect(x-70, 410, 140, 190, 2, "#faf6ec")
	c.put(`<path d="M%d 470l30-34 22 20 20-30 38 44z" fill="%v" opacity=".8"/>`, x-55, k.mix(rgb{120, 120, 110}, 40))
	c.text(x, 506, 17, 126, "#5c4a34", 600, c.spec.Brand)
	c.text(x, 540, 20, 126, "#2b241c", 700, c.spec.Model)
	c.text(x, 574, 14, 120, "#8a7757", 400, "750 ml")
	c.put(`<path d="M%d 320q-16 14-16 40v290h14V360q0-20 10-34z" fill="#fff" opacity=".3"/>`, x-48)
}

// book shows a volume, or a set of two, with its title on the cover.
func (c *canvas) book() {
	if c.has("套装", "上下册") {
		c.group("translate(-70 -24)", func() { c.volume(c.base.mix(rgb{90, 96, 120}, 45)) })
		c.group("translate(40 0)", func() { c.volume(c.base) })
		return
	}
	c.volume(c.base)
}

func (c *canvas) volume(k rgb) {
	ink := k.ink()
	c.path("M226 132l-22 24v534l22 0z", k.darker(45))
	c.path("M204 672h368v18H204z", "#efe9dd")
	c.put(`<path d="M208 676h364M208 681h364M208 686h364" stroke="#d3cab8" stroke-width="1"/>`)
	c.rect(216, 120, 368, 556, 6, k.darker(8))
	c.rect(216, 120, 30, 556, 4, k.darker(28))
	c.put(`<g fill="none" stroke="%v" stroke-width="2" opacity=".35"><circle cx="420" cy="500" r="120"/><circle cx="420" cy="500" r="84"/><circle cx="420" cy="500" r="48"/><path d="M300 500h240M420 380v240M335 415l170 170M505 415L335 585"/></g>`, ink)
	for i, p := range [][2]int{{420, 380}, {540, 500}, {420, 620}, {300, 500}, {420, 500}} {
		c.circle(p[0], p[1], 15-i%2*3, []rgb{{232, 172, 72}, {222, 96, 82}, {96, 172, 160}, {110, 150, 214}, {250, 246, 238}}[i])
	}
	title := []rune(c.spec.Model)
	if len(title) > 2 {
		title = title[1 : len(title)-1] // without 《》
	}
	half := (len(title) + 1) / 2
	if len(title) < 6 {
		half = len(title)
	}
	c.text(415, 212, 50, 310, ink, 700, string(title[:half]))
	c.text(415, 276, 50, 310, ink, 700, string(title[half:]))
	c.line("M268 312h70", ink, 4)
	c.text(415, 654, 18, 300, ink, 500, c.spec.Brand)
	c.veil("M250 124h60l-40 548h-20z", 12)
	if c.has("精装") {
		c.path("M520 120h34v120l-17-18-17 18z", "#d8b04c")
	}
}
