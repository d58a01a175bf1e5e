package picture

import "html"

// phone shows the back of one phone behind the screen of another.
func (c *canvas) phone() {
	k := c.base
	c.rect(208, 118, 262, 556, 50, k.darker(30))
	c.rect(213, 123, 252, 546, 46, own("face"))
	c.veil("M230 140h140L250 640q-24-10-24-40V180z", 12)
	c.cameraIsland()
	c.text(284, 622, 17, 110, k.ink(), 600, c.spec.Brand)
	c.rect(352, 134, 262, 556, 50, k.darker(38))
	c.rect(355, 137, 256, 550, 47, "#0d0f14")
	c.rect(364, 146, 238, 532, 40, own("wall"))
	c.put(`<g opacity=".5"><path d="M364 560q80-120 140-40t98-60v178q0 40-40 40h-158q-40 0-40-40z" fill="%v"/></g>`, k.lighter(30))
	c.put(`<path d="M364 610q70-80 130-24t108-46v98q0 40-40 40h-158q-40 0-40-40z" fill="%v" opacity=".65"/>`, k.darker(20))
	c.circle(483, 168, 9, "#05070b")
	c.text(483, 270, 62, 220, "#fff", 300, "10:08")
	c.text(483, 304, 17, 200, "#ffffff", 400, "11月22日 星期日")
	for i := range 4 {
		c.rect(384+i*52, 612, 40, 40, 11, []string{"#ffffffd0", "#7fc4ffd0", "#ffb36bd0", "#8fe0a8d0"}[i])
	}
	c.veil("M380 146h100L384 560q-20 0-20-30V186q0-40 16-40z", 9)
}

// cameraIsland is where makers differ: a ring, a square or a bar.
func (c *canvas) cameraIsland() {
	k := c.base
	switch c.spec.Brand {
	case "HUAWEI", "HONOR":
		c.circle(300, 228, 76, k.darker(22))
		c.circle(300, 228, 68, "#16181d")
		for _, p := range [][2]int{{300, 190}, {264, 242}, {336, 242}} {
			c.lens(p[0], p[1], 25)
		}
		c.ring(300, 228, 71, k.lighter(40), 3)
	case "Apple":
		c.rect(230, 140, 92, 172, 46, k.darker(10))
		c.lens(276, 186, 36)
		c.lens(276, 266, 36)
		c.circle(346, 226, 10, "#f6f2df")
	default:
		c.rect(232, 142, 142, 142, 38, k.darker(24))
		c.frame(232, 142, 142, 142, 38, k.lighter(25), 2)
		for _, p := range [][2]int{{270, 180}, {336, 180}, {270, 246}} {
			c.lens(p[0], p[1], 28)
		}
		c.circle(336, 246, 12, "#f6f2df")
	}
}

// earbuds shows an open case with both buds above it.
func (c *canvas) earbuds() {
	k := c.base
	c.path("M244 420V350q0-110 156-110t156 110v70z", own("face"))
	c.path("M262 420V356q0-92 138-92t138 92v64z", k.darker(34))
	c.path("M300 420v-46q0-60 100-60t100 60v46z", k.darker(46))
	for _, mirror := range []string{"", "translate(800 0) scale(-1 1)"} {
		c.group(mirror, func() {
			c.rect(322, 240, 36, 190, 18, own("body"))
			c.ellipse(330, 236, 50, 44, own("face"))
			c.ellipse(366, 230, 22, 26, k.darker(55))
			c.ellipse(372, 230, 14, 18, "#2a2c31")
			c.ellipse(316, 216, 20, 10, k.lighter(55))
			c.rect(334, 300, 5, 34, 2, k.darker(45))
		})
	}
	c.path("M222 412h356v110q0 168-178 168T222 522z", own("body"))
	c.path("M222 412h356v16H222z", k.darker(20))
	c.circle(400, 500, 6, "#55d98a")
	c.text(400, 584, 24, 200, k.ink(), 600, c.spec.Brand)
	c.veil("M250 440h40q-10 120 50 210-90-40-90-140z", 30)
}

// powerBank shows a slab with a display, or with a magnetic ring.
func (c *canvas) powerBank() {
	k := c.base
	c.line("M470 150q0-54 60-54t60 60v170", k.darker(30), 16)
	c.rect(576, 320, 28, 46, 6, own("metal"))
	c.rect(252, 140, 296, 550, 54, k.darker(26))
	c.rect(256, 144, 288, 542, 50, own("body"))
	if c.has("磁吸") {
		c.ring(400, 340, 100, k.darker(18), 26)
		c.ring(400, 340, 100, k.lighter(30), 2)
		c.line("M400 466v60", k.darker(18), 22)
	} else {
		c.rect(316, 214, 168, 84, 22, "#14161b")
		c.put(`<text x="400" y="274" font-size="52" font-weight="300" text-anchor="middle" fill="#dff3ff">86<tspan font-size="22">%%</tspan></text>`)
	}
	c.text(400, 616, 24, 240, k.ink(), 600, c.spec.Brand)
	c.text(400, 646, 16, 240, k.ink(), 400, c.spec.Model)
	c.veil("M272 190q0-36 34-36h26q-28 250-20 520h-8q-32 0-32-36z", 26)
}

// laptop shows an open laptop from the front.
func (c *canvas) laptop() {
	k := c.base
	c.rect(150, 176, 500, 336, 20, k.darker(24))
	c.rect(154, 180, 492, 330, 17, "#0e1015")
	c.rect(168, 194, 464, 298, 6, own("wall"))
	c.put(`<path d="M168 430q120-130 220-50t244-110v216q0 6-6 6H174q-6 0-6-6z" fill="%v" opacity=".55"/>`, k.lighter(25))
	c.put(`<path d="M168 470q150-90 260-30t204-50v96q0 6-6 6H174q-6 0-6-6z" fill="%v" opacity=".6"/>`, k.darker(25))
	c.circle(400, 187, 3, "#3a4250")
	c.rect(196, 222, 170, 116, 8, "#ffffffd8")
	c.rect(210, 238, 90, 10, 5, "#8a93a3")
	c.line("M214 316l30-26 26 14 34-40 40 20", "#3f7be0", 5)
	for i := range 6 {
		c.rect(316+i*29, 462, 21, 21, 6, []string{"#fff", "#7fc4ff", "#ffb36b", "#8fe0a8", "#f08a9b", "#c9b3ff"}[i])
	}
	c.path("M150 512h500l76 146q6 14-12 14H86q-18 0-12-14z", own("face"))
	c.path("M168 520h464l46 88H122z", k.darker(38))
	for row := range 5 {
		y, left := 524+row*17, 172-row*9
		width := (800 - 2*left - 13*3) / 14
		c.put(`<path d="`)
		for key := range 14 {
			c.put("M%d %dh%dv12h-%dz", left+key*(width+3), y, width, width)
		}
		c.put(`" fill="#1b1d22"/>`)
	}
	c.path("M300 616h200l10 40H290z", k.darker(12))
	c.path("M74 660h652q0 18-22 18H96q-22 0-22-18z", k.darker(34))
	c.text(400, 506, 13, 120, "#9aa1ad", 500, c.spec.Brand)
}

// tablet shows a tablet with its pen and a sketch on the screen.
func (c *canvas) tablet() {
	k := c.base
	c.rect(170, 110, 400, 560, 34, own("face"))
	c.lens(212, 150, 16)
	c.rect(214, 130, 420, 560, 36, k.darker(34))
	c.rect(217, 133, 414, 554, 33, "#0f1116")
	c.rect(234, 150, 380, 520, 16, own("wall"))
	c.circle(530, 250, 46, "#fff3d6")
	c.put(`<path d="M234 520l110-150 80 90 70-80 120 150v124q0 16-16 16H250q-16 0-16-16z" fill="%v" opacity=".75"/>`, k.darker(30))
	c.put(`<path d="M234 590q90-70 180-10t200-40v114q0 16-16 16H250q-16 0-16-16z" fill="%v" opacity=".85"/>`, k.lighter(20))
	c.rect(254, 176, 150, 60, 14, "#ffffffc8")
	c.rect(270, 192, 84, 9, 4, "#6b7482")
	c.rect(270, 210, 112, 7, 3, "#aab1bc")
	c.veil("M250 150h120L250 560q-16 0-16-16V166q0-16 16-16z", 10)
	c.group("rotate(14 690 400)", func() {
		c.rect(664, 160, 22, 470, 11, "#f4f5f6")
		c.rect(664, 160, 8, 470, 4, "#d9dce0")
		c.path("M664 622h22l-8 44h-6z", "#d0d3d8")
		c.rect(664, 200, 22, 5, 0, k)
	})
}

// headphones shows a pair with a padded band.
func (c *canvas) headphones() {
	k := c.base
	c.line("M214 470C190 60 610 60 586 470", k.darker(34), 46)
	c.line("M214 470C190 60 610 60 586 470", own("face"), 38)
	c.line("M262 250Q320 152 400 152T538 250", k.darker(48), 20)
	c.line("M214 380v90M586 380v90", own("metal"), 18)
	for _, mirror := range []string{"", "translate(800 0) scale(-1 1)"} {
		c.group(mirror, func() {
			c.rect(222, 420, 70, 226, 35, "#24262b")
			c.rect(232, 430, 44, 206, 22, "#3a3d44")
			c.rect(150, 408, 106, 250, 53, k.darker(30))
			c.rect(153, 411, 98, 244, 49, own("body"))
			c.ellipse(190, 533, 22, 70, k.darker(16))
			c.ellipse(188, 533, 14, 54, k.lighter(12))
		})
	}
	if c.has("M5") {
		c.line("M204 660c0 60 80 10 90 40s-60 20-30 26", "#2c2e33", 8)
	}
	c.group("rotate(-90 190 533)", func() { c.text(190, 538, 13, 96, k.ink(), 600, c.spec.Brand) })
}

// watch shows a watch face; Apple's are square.
func (c *canvas) watch() {
	k := c.base
	strap := k.darker(12)
	c.path("M318 280l14-190q2-20 24-20h88q22 0 24 20l14 190z", strap)
	c.path("M318 500l14 170q2 24 24 24h88q22 0 24-24l14-170z", strap)
	c.line("M350 100h100M350 640h100", strap.darker(20), 3)
	for i := range 3 {
		c.ellipse(400, 580+i*30, 8, 6, strap.darker(45))
	}
	c.veil("M330 250l12-160q2-14 14-14h14l-10 174z", 20)
	square := c.spec.Brand == "Apple"
	c.rect(556, 352, 26, 60, 10, own("metal"))
	if square {
		c.rect(238, 220, 324, 350, 84, own("face"))
		c.frame(238, 220, 324, 350, 84, k.darker(30), 3)
		c.rect(254, 236, 292, 318, 70, "#07090d")
	} else {
		c.circle(400, 392, 180, own("face"))
		c.ring(400, 392, 180, k.darker(34), 3)
		c.circle(400, 392, 160, "#0a0c11")
		c.put(`<circle cx="400" cy="392" r="148" fill="none" stroke="#8d949f" stroke-width="12" stroke-dasharray="3 28"/>`)
	}
	c.put(`<g fill="none" stroke-width="11" stroke-linecap="round"><circle cx="400" cy="392" r="112" stroke="#26303a"/><path d="M400 280a112 112 0 1 1-97 168" stroke="#ff5f6d"/><circle cx="400" cy="392" r="94" stroke="#1f2c26"/><path d="M400 298a94 94 0 1 1-92 74" stroke="#7ee787"/></g>`)
	c.text(400, 404, 56, 150, "#fff", 300, "10:08")
	c.text(400, 436, 18, 150, "#9fc7ff", 500, "6832 步")
	c.veil("M290 300q50-60 130-62l-110 260q-70-90-20-198z", 7)
}

// camera shows a camera with its lens from the front.
func (c *canvas) camera() {
	k := c.base
	c.path("M330 250l22-60q4-12 18-12h60q14 0 18 12l22 60z", own("face"))
	c.text(400, 232, 17, 92, k.ink(), 700, c.spec.Brand)
	c.rect(184, 214, 70, 40, 8, own("metal"))
	c.rect(500, 208, 84, 46, 8, own("metal"))
	c.put(`<path d="M508 208v46M520 208v46M532 208v46M544 208v46M556 208v46M568 208v46" stroke="#8b9098" stroke-width="2"/>`)
	c.circle(218, 208, 14, "#c0392b")
	c.rect(130, 246, 540, 330, 34, own("face"))
	c.frame(130, 246, 540, 330, 34, k.darker(36), 2)
	c.path("M130 312h540v184H130z", "#2b2c30")
	c.put(`<path d="M130 330h540M130 350h540M130 370h540M130 390h540M130 410h540M130 430h540M130 450h540M130 470h540" stroke="#35373c" stroke-width="4" stroke-dasharray="3 5"/>`)
	c.path("M130 300q70-10 78 60v150q-10 40-78 34z", "#222327")
	c.circle(616, 284, 12, "#f3e7bd")
	c.circle(400, 424, 178, "#17181c")
	c.ring(400, 424, 170, "#3b3e45", 14)
	c.put(`<circle cx="400" cy="424" r="170" fill="none" stroke="#24262b" stroke-width="14" stroke-dasharray="4 6"/>`)
	c.ring(400, 424, 148, k.mix(rgb{190, 194, 200}, 60), 4)
	c.lens(400, 424, 136)
	c.circle(400, 424, 44, "#4a3a72")
	c.circle(362, 380, 24, "#ffffff55")
	c.circle(440, 470, 12, "#ffffff33")
	c.put(`<path id="arc" d="M244 424a156 156 0 0 1 312 0" fill="none"/><text font-size="15" fill="#d5d8de"><textPath href="#arc" startOffset="50%%" text-anchor="middle">%s</textPath></text>`, html.EscapeString(c.spec.Brand+" LENS 1:1.8"))
}
