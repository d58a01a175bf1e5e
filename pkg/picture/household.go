package picture

import (
	"hash/fnv"
)

// tv shows a television with a landscape on it.
func (c *canvas) tv() {
	c.path("M180 640l20-60h18l-10 60q-2 12-14 12zM620 640l-20-60h-18l10 60q2 12 14 12z", "#3a3d43")
	c.rect(56, 190, 688, 400, 10, "#2a2c31")
	c.rect(62, 196, 676, 384, 5, "#08090c")
	c.put(`<linearGradient id="dusk" x2="0" y2="1"><stop stop-color="#27457f"/><stop offset=".55" stop-color="#e59a78"/><stop offset="1" stop-color="#f7d9a0"/></linearGradient>`)
	c.rect(66, 200, 668, 372, 2, own("dusk"))
	c.circle(520, 400, 44, "#fff1cf")
	c.path("M66 470l120-130 90 90 130-160 150 180 80-70 98 90v102H66z", "#4a4f86")
	c.path("M66 520l90-60 110 50 120-80 140 90 208-60v112H66z", "#2c2f5c")
	c.path("M66 545q170-30 330-4t338-10v41H66z", "#c98f7c")
	c.veil("M66 200h300L160 572H66z", 7)
	c.text(400, 586, 11, 120, "#9aa0aa", 500, c.spec.Brand)
}

// fridge shows a refrigerator; how many doors it has depends on the model.
func (c *canvas) fridge() {
	k := c.base
	c.rect(268, 676, 40, 16, 3, "#3b3e44")
	c.rect(492, 676, 40, 16, 3, "#3b3e44")
	c.rect(250, 76, 300, 608, 14, k.darker(36))
	left, right := 254, 546
	door := func(x, y, w, h int) {
		c.rect(x, y, w, h, 8, own("body"))
		c.put(`<path d="M%d %dh%dl-%d %dh-%dz" fill="#fff" opacity=".12"/>`, x+w/5, y+4, w/5, w/6, h-8, w/8)
	}
	middle := 398
	switch {
	case c.has("小筑"):
		door(left, 80, 292, 270)
		door(left, 354, 292, 130)
		door(left, 488, 292, 192)
		c.rect(266, 300, 8, 46, 4, k.darker(40))
		c.rect(266, 366, 8, 46, 4, k.darker(40))
		c.rect(266, 500, 8, 46, 4, k.darker(40))
	default:
		low := 420
		if c.has("法式") {
			low = 470
		}
		for _, x := range [][2]int{{left, middle - left}, {middle + 4, right - middle - 4}} {
			door(x[0], 80, x[1], low-84)
			door(x[0], low, x[1], 680-low)
		}
		c.rect(384, low-120, 8, 104, 4, k.darker(40))
		c.rect(408, low-120, 8, 104, 4, k.darker(40))
		c.rect(384, low+14, 8, 84, 4, k.darker(40))
		c.rect(408, low+14, 8, 84, 4, k.darker(40))
		c.rect(306, 190, 56, 96, 8, "#16191f")
		c.text(334, 230, 24, 50, "#bfe6ff", 300, "4°")
		c.text(334, 266, 20, 50, "#bfe6ff", 300, "-18°")
	}
	c.text(480, 120, 14, 110, k.ink(), 600, c.spec.Brand)
}

// washer shows a front loader, or a top loader for models that are one.
func (c *canvas) washer() {
	k := c.base
	c.rect(200, 676, 44, 16, 3, "#3b3e44")
	c.rect(556, 676, 44, 16, 3, "#3b3e44")
	if c.has("朝露") {
		c.rect(200, 190, 400, 494, 22, own("body"))
		c.path("M200 240l30-90q4-14 20-14h300q16 0 20 14l30 90z", k.darker(10))
		c.path("M236 232l22-66h284l22 66z", "#2a333d")
		c.path("M250 226l16-52h130l-8 52z", "#41505e")
		c.ellipse(400, 204, 90, 18, "#5d7385")
		c.rect(200, 240, 400, 84, 0, k.lighter(35))
		for i := range 3 {
			c.circle(290+i*56, 282, 18, k.darker(18))
		}
		c.rect(460, 260, 100, 44, 8, "#14171c")
		c.text(510, 292, 26, 90, "#7fd4ff", 300, "0:38")
		c.text(400, 420, 22, 200, k.ink(), 600, c.spec.Brand)
		return
	}
	c.rect(176, 110, 448, 574, 18, k.darker(24))
	c.rect(180, 114, 440, 566, 15, own("body"))
	c.rect(180, 114, 440, 92, 15, k.lighter(22))
	c.rect(200, 132, 130, 54, 8, k.darker(6))
	c.text(264, 166, 19, 110, k.ink(), 600, c.spec.Brand)
	c.circle(400, 160, 30, own("metal"))
	c.line("M400 160v-22", "#555b64", 4)
	c.rect(456, 134, 142, 52, 8, "#12151a")
	c.text(527, 171, 30, 120, "#8fd8ff", 300, "1:28")
	c.circle(400, 430, 188, k.darker(32))
	c.circle(400, 430, 180, own("metal"))
	c.circle(400, 430, 148, "#1c2128")
	c.circle(400, 430, 134, "#33414f")
	c.put(`<g fill="none" stroke="#4d6072" stroke-width="3"><circle cx="400" cy="430" r="110" stroke-dasharray="6 12"/><circle cx="400" cy="430" r="84" stroke-dasharray="6 12"/><circle cx="400" cy="430" r="56" stroke-dasharray="6 12"/></g>`)
	c.path("M290 470q60 40 110 10t114 10q-26 74-114 74t-110-94z", "#8db7d6")
	c.path("M306 492q60 20 100-4t90 12q-30 64-96 64t-94-72z", "#e9a3a0")
	c.veil("M310 340q50-46 120-44l-70 240q-90-80-50-196z", 14)
	c.rect(560, 400, 26, 60, 10, k.darker(30))
}

// riceCooker shows a cooker with closed lid and steam.
func (c *canvas) riceCooker() {
	k := c.base
	c.put(`<g fill="none" stroke="#fff" stroke-width="12" stroke-linecap="round" opacity=".75"><path d="M380 190q-24-34 0-62t0-60"/><path d="M424 196q-20-28 0-52t0-48"/></g>`)
	c.path("M196 380q0-150 204-150t204 150z", own("face"))
	c.veil("M230 366q8-110 130-120-90 40-96 120z", 40)
	c.rect(352, 218, 96, 22, 11, k.darker(30))
	c.path("M186 376h428q10 0 10 12v18H176v-18q0-12 10-12z", own("metal"))
	c.path("M176 404h448l-18 220q-6 60-70 60H264q-64 0-70-60z", own("body"))
	c.rect(290, 452, 220, 150, 26, "#15181d")
	c.text(400, 518, 48, 180, "#e6f4ff", 300, "00:32")
	for i, s := range []string{"煮饭", "煮粥", "蒸煮"} {
		c.text(336+i*64, 562, 18, 56, []string{"#ffb86b", "#8b93a0", "#8b93a0"}[i], 400, s)
	}
	c.text(400, 640, 18, 200, k.ink(), 600, c.spec.Brand)
	c.rect(268, 682, 60, 12, 4, "#3b3e44")
	c.rect(472, 682, 60, 12, 4, "#3b3e44")
}

// lamp shows a desk lamp that is lit, or one with a clip.
func (c *canvas) lamp() {
	k := c.base
	c.ellipse(300, 688, 170, 22, own("shade"))
	c.put(`<linearGradient id="glow" x2="0" y2="1"><stop stop-color="#ffe9b0" stop-opacity=".75"/><stop offset="1" stop-color="#ffe9b0" stop-opacity="0"/></linearGradient>`)
	c.path("M380 216h250l96 470H300z", own("glow"))
	c.line("M278 640L250 400 380 190", k.darker(36), 26)
	c.line("M278 640L250 400 380 190", own("face"), 20)
	c.circle(250, 400, 24, own("metal"))
	c.circle(250, 400, 9, "#6b7078")
	c.rect(352, 168, 300, 44, 22, k.darker(24))
	c.rect(354, 166, 296, 38, 19, own("face"))
	c.rect(376, 204, 256, 10, 5, "#fff6d8")
	if c.has("夹持") {
		c.path("M220 620h120v26H246v40h94v14H220z", own("metal"))
		c.rect(300, 656, 16, 44, 4, "#54585f")
		return
	}
	c.ellipse(290, 676, 136, 22, k.darker(34))
	c.ellipse(290, 668, 136, 22, own("face"))
	c.circle(330, 666, 8, k.darker(30))
	c.text(264, 674, 14, 90, k.ink(), 600, c.spec.Brand)
}

// chair shows an office chair.
func (c *canvas) chair() {
	k := c.base
	if c.has("头枕", "C7") {
		c.rect(318, 66, 164, 70, 28, k.darker(22))
		c.rect(324, 70, 152, 58, 24, own("face"))
		c.rect(388, 130, 24, 40, 4, "#4a4d54")
	}
	c.path("M274 190q-6-34 30-38 96-14 192 0 36 4 30 38l-26 220q-4 26-30 28-70 8-140 0-26-2-30-28z", k.darker(40))
	c.path("M288 194q-4-26 24-30 88-12 176 0 28 4 24 30l-24 206q-4 22-26 24-62 6-124 0-22-2-26-24z", own("face"))
	c.put(`<path d="M300 200h200M302 222h196M304 244h192M307 266h186M309 288h182M312 310h176M314 332h172M317 354h166M319 376h162M322 398h156" stroke="%v" stroke-width="3" opacity=".5"/>`, k.darker(36))
	c.path("M322 330q78 26 156 0l-8 54q-70 18-140 0z", k.darker(26))
	c.line("M226 500V390h-6M574 500V390h6", "#44474e", 16)
	c.rect(176, 372, 84, 24, 12, "#2d2f34")
	c.rect(540, 372, 84, 24, 12, "#2d2f34")
	c.path("M230 470q170-30 340 0 24 4 24 30 0 30-40 32-154 14-308 0-40-2-40-32 0-26 24-30z", own("face"))
	c.path("M206 508q0 22 40 24 154 14 308 0 40-2 40-24 8 34-40 40-154 14-308 0-48-6-40-40z", k.darker(42))
	c.rect(388, 540, 24, 90, 4, own("metal"))
	c.line("M400 620L250 664M400 620L550 664M400 620L330 680M400 620L470 680M400 620V668", "#3c3f46", 16)
	for _, x := range []int{246, 326, 400, 474, 554} {
		c.circle(x, 678, 14, "#24262b")
	}
	if c.has("脚托") && !c.has("无脚托") {
		c.rect(300, 556, 200, 26, 13, k.darker(20))
	}
}

// flask shows a vacuum flask with a flip or tea lid.
func (c *canvas) flask() {
	k := c.base
	c.rect(318, 236, 164, 450, 34, own("body"))
	c.rect(318, 640, 164, 46, 22, own("metal"))
	c.rect(318, 632, 164, 24, 0, own("body"))
	c.rect(330, 212, 140, 30, 6, own("metal"))
	if c.has("茶岸") {
		c.rect(322, 110, 156, 110, 18, own("body"))
		c.put(`<path d="M340 124v84M364 124v84M388 124v84M412 124v84M436 124v84M460 124v84" stroke="%v" stroke-width="3" opacity=".5"/>`, k.darker(40))
	} else {
		c.rect(322, 140, 156, 80, 22, k.darker(12))
		c.line("M350 142q0-52 50-52t50 52", k.darker(30), 16)
		c.rect(376, 166, 48, 30, 8, own("metal"))
	}
	c.veil("M338 250h22v370h-22z", 34)
	c.group("rotate(-90 400 440)", func() { c.text(400, 450, 30, 260, k.ink(), 300, c.spec.Brand) })
	if c.has("600ml", "520ml") {
		c.line("M318 580h164", k.darker(26), 4)
	}
}

// lipstick shows an open stick with its cap, or a gloss in its tube.
func (c *canvas) lipstick() {
	k := c.base
	if c.has("唇釉") {
		c.rect(300, 380, 120, 310, 22, k.lighter(25))
		c.rect(312, 396, 96, 280, 16, own("body"))
		c.rect(312, 330, 96, 56, 4, own("metal"))
		c.rect(300, 120, 120, 220, 18, "#24222a")
		c.veil("M316 400h16v270h-16z", 46)
		c.text(360, 560, 17, 90, "#fff", 600, c.spec.Brand)
		c.path("M470 640q60-90 150-60t60 70q-80 50-150 36t-60-46z", own("face"))
		c.veil("M500 630q50-50 110-34-60 6-92 44z", 45)
		return
	}
	c.path("M318 330V200q10-70 84-92 10-2 10 10v212z", own("body"))
	c.path("M318 204q10-72 84-94 6 40-10 70-20 30-74 24z", k.lighter(22))
	c.rect(310, 322, 110, 100, 4, own("gold"))
	c.rect(296, 410, 138, 280, 10, own("dark"))
	c.rect(296, 410, 138, 18, 4, own("gold"))
	c.text(365, 570, 20, 120, "#e8cfa0", 500, c.spec.Brand)
	c.rect(478, 430, 142, 260, 10, own("dark"))
	c.rect(478, 430, 142, 12, 4, own("gold"))
	c.veil("M494 446h18v236h-18zM312 432h16v250h-16z", 22)
	c.path("M150 640q20-60 90-50t36 56q-60 40-100 30t-26-36z", own("face"))
}

// blocks shows something built of bricks: the number of storeys and the shape follow the variant.
func (c *canvas) blocks() {
	h := fnv.New32a()
	_, _ = h.Write([]byte(c.spec.Variant)) // a hash never fails
	colours := []rgb{c.base, {244, 190, 60}, {72, 130, 190}, {92, 160, 104}, {226, 226, 222}}
	brick := func(x, y, studs int, k rgb) {
		c.put(`<path d="`)
		for i := range studs {
			c.put("M%d %dh24v14h-24z", x+8+i*40, y-12)
		}
		c.put(`" fill="%v"/>`, k.lighter(14))
		c.rect(x, y, studs*40, 46, 4, k)
		c.rect(x, y+36, studs*40, 10, 4, k.darker(20))
	}
	switch {
	case c.has("航天"):
		for i := range 9 {
			brick(340, 594-i*48, 3, colours[[]int{0, 4, 4, 0, 4, 4, 0, 4, 4}[i]])
		}
		c.path("M340 210l60-120 60 120z", c.base.darker(10))
		brick(260, 642, 7, rgb{120, 126, 134})
		c.path("M340 640l-60 0 60-110zM460 640h60l-60-110z", c.base.darker(16))
		c.circle(400, 330, 20, "#9fd0ee")
		c.ring(400, 330, 20, "#5b6470", 5)
	case c.has("大颗粒"):
		c.path("M230 420h340l-30 250q-2 20-24 20H284q-22 0-24-20z", own("face"))
		c.rect(216, 396, 368, 40, 12, c.base.darker(18))
		c.text(400, 570, 34, 240, c.base.ink(), 700, c.spec.Brand)
		brick(250, 350, 3, colours[2])
		brick(380, 350, 4, colours[1])
		brick(300, 304, 4, colours[3])
		brick(340, 258, 2, colours[4].darker(6))
		brick(590, 646, 3, colours[2])
		brick(110, 646, 3, colours[3])
	default:
		storeys := 2 + int(h.Sum32()%3)
		y := 646
		brick(160, y, 12, rgb{168, 170, 172})
		for s := range storeys {
			studs := 9 - s*2
			left := 400 - studs*20
			y -= 48
			brick(left, y, studs, rgb{222, 208, 180})
			y -= 48
			brick(left+20, y, studs-1, c.base)
			y -= 14
			c.put(`<path d="M%d %dq40-10 70-44h%dq30 34 70 44v14H%dz" fill="%v"/>`, left-50, y, studs*40-40, left-50, rgb{62, 92, 96}.lighter(s*8))
			y -= 44
		}
		c.rect(390, y-40, 20, 44, 6, own("gold"))
	}
}
