package picture

import "fmt"

// front shows the thing alone on a neutral ground.
func (c *canvas) front(d drawing) {
	c.ground(rgb{255, 255, 255}, rgb{233, 236, 240})
	c.shadow(d, d.floor)
	d.draw(c)
}

// detail enlarges the part worth looking at and names the thing.
func (c *canvas) detail(d drawing) {
	c.ground(rgb{252, 252, 253}, c.base.mix(rgb{200, 206, 214}, 60).lighter(45))
	c.group(fmt.Sprintf("translate(400 330) scale(1.75) translate(%d %d)", -d.fx, -d.fy), func() { d.draw(c) })
	c.put(`<path d="M0 640h800v160H0z" fill="#fff" opacity=".94"/><path d="M48 676h6v88h-6z" fill="%v"/>`, c.base.mix(rgb{60, 64, 72}, 25))
	c.letters("start", 76, 694, 20, 660, "#7a808a", 500, c.spec.Brand)
	c.letters("start", 76, 732, 34, 660, "#1d2026", 700, c.spec.Model)
	c.letters("start", 76, 768, 22, 660, "#5b616b", 400, c.spec.Variant)
}

// scene shows the thing where it is used.
func (c *canvas) scene(d drawing) {
	switch d.place {
	case inRoom:
		c.room()
	case onRail:
		c.rail()
		c.group("translate(400 126) scale(.86) translate(-400 -84)", func() {
			if c.spec.Kind == TShirt {
				c.hanger()
			}
			d.draw(c)
		})
		return
	case onTable:
		c.near(d, c.table)
	case outdoors:
		c.hills()
	default:
		c.near(d, c.desk)
	}
	floor, percent := 690, 74
	if d.place == inRoom {
		percent = min(max(d.tall/20, 62), 90)
	}
	if c.spec.Kind == TV {
		floor, percent = 584, 82
		c.sideboard()
	}
	c.put(`<ellipse cx="400" cy="%d" rx="%d" ry="%d" fill="url(#shade)"/>`, floor, d.shadow*percent/100+40, 22)
	c.group(fmt.Sprintf("translate(400 %d) scale(%s) translate(-400 %d)", floor, part(percent), -d.floor), func() { d.draw(c) })
}

// near draws what is around the thing, from nearer when the thing is small.
func (c *canvas) near(d drawing, around func()) {
	if d.tall > 300 {
		around()
		return
	}
	c.group("translate(470 632) scale(1.45) translate(-560 -620)", around)
}

// sideboard is what a television stands on.
func (c *canvas) sideboard() {
	c.put(`<ellipse cx="400" cy="708" rx="350" ry="20" fill="url(#shade)"/>`)
	c.rect(86, 580, 628, 118, 6, "#a97f56")
	c.rect(86, 580, 628, 12, 4, "#c39a6e")
	c.path("M96 602h196v86H96zM302 602h196v86H302zM508 602h196v86H508z", "#96704a")
	c.line("M184 616h20M390 616h20M596 616h20", "#e7d3b6", 5)
}

// ground fills the picture with light that falls off towards the edges.
func (c *canvas) ground(middle, edge rgb) {
	c.put(`<radialGradient id="ground" cy=".42" r=".75"><stop stop-color="%v"/><stop offset=".55" stop-color="%v"/><stop offset="1" stop-color="%v"/></radialGradient>`, middle, middle.mix(edge, 40), edge)
	c.rect(0, 0, 800, 800, 0, own("ground"))
}

func (c *canvas) shadow(d drawing, y int) {
	if d.shadow > 0 {
		c.ellipse(400, y, d.shadow+40, 30, own("shade"))
	}
}

// desk is a bright desk by a window, with a plant and two books.
func (c *canvas) desk() {
	c.put(`<linearGradient id="air" x2="0" y2="1"><stop stop-color="#f4f1ec"/><stop offset="1" stop-color="#e3ded5"/></linearGradient>`)
	c.rect(0, 0, 800, 620, 0, own("air"))
	c.window(70, 60)
	c.put(`<linearGradient id="wood" x2="0" y2="1"><stop stop-color="#d3ab7e"/><stop offset="1" stop-color="#b98a5b"/></linearGradient>`)
	c.rect(0, 620, 800, 180, 0, own("wood"))
	c.rect(0, 620, 800, 6, 0, "#e6c49c")
	c.line("M40 690H300M500 760H760M120 770H260", "#a97c4f", 2)
	c.plant(690, 622)
	c.rect(38, 584, 130, 18, 3, "#7d8ea3")
	c.rect(48, 602, 126, 20, 3, "#c9765c")
	c.veil("M180 0L520 0L820 800L430 800z", 13)
}

// room is a living room with a wooden floor, a picture and a curtain.
func (c *canvas) room() {
	c.rect(0, 0, 800, 640, 0, "#e9e6e0")
	c.rect(0, 628, 800, 14, 0, "#f7f5f1")
	c.rect(0, 640, 800, 160, 0, "#c8a47b")
	c.line("M0 680H800M0 730H800M210 640L170 680M560 640L590 680M330 680L300 730M700 680L740 730", "#b28d64", 2)
	if c.spec.Kind != TV { // it hangs where the picture would be
		c.frame(70, 90, 130, 170, 2, "#8a7458", 7)
		c.path("M78 250l40-60 26 30 18-22 30 52z", "#9db3a4")
		c.circle(165, 140, 14, "#e8b46c")
	}
	c.path("M690 0h110v640h-80c14-200 14-420-30-640z", "#cdd6dc")
	c.line("M730 0c30 220 32 420 26 640M770 0c14 220 16 430 12 640", "#b9c4cc", 3)
	c.plant(110, 664)
	c.veil("M260 0L560 0L800 500L800 800L640 800z", 14)
	c.ellipse(400, 716, 330, 44, "#dfd3c3")
}

// rail is a clothes rail before a plain wall.
func (c *canvas) rail() {
	c.put(`<linearGradient id="air" x2="1" y2="1"><stop stop-color="#efece7"/><stop offset="1" stop-color="#d9d3ca"/></linearGradient>`)
	c.rect(0, 0, 800, 800, 0, own("air"))
	c.rect(0, 730, 800, 70, 0, "#c5b6a2")
	c.line("M60 128H740M90 128V740M710 128V740M50 740H130M670 740H750", "#3d3a37", 8)
	for i, k := range []rgb{c.base.lighter(55), {214, 205, 192}, c.base.mix(rgb{230, 226, 220}, 70)} {
		x := 600 + i*34
		c.line(fmt.Sprintf("M%d 128v26M%d 176l-14-22h28z", x, x), "#7a7672", 3)
		c.path(fmt.Sprintf("M%d 172l-22 20-8 300 46 8-8-310z", x), k)
	}
	c.veil("M120 0L380 0L660 800L330 800z", 22)
}

// table is a dining table with a cloth and a fruit bowl.
func (c *canvas) table() {
	c.put(`<linearGradient id="air" x2="0" y2="1"><stop stop-color="#efe7db"/><stop offset="1" stop-color="#ddcfbb"/></linearGradient>`)
	c.rect(0, 0, 800, 610, 0, own("air"))
	c.window(470, 50)
	c.path("M0 600h800v200H0z", "#f6f2ea")
	c.line("M0 650H800M0 720H800M100 600L60 800M250 600L230 800M400 600V800M550 600L570 800M700 600L740 800", "#d9e0e4", 9)
	for _, f := range [][3]int{{90, 572, 26}, {134, 566, 28}, {176, 574, 24}} {
		c.circle(f[0], f[1], f[2], "#e39a3e")
		c.circle(f[0]-8, f[1]-9, 6, "#f4c886")
	}
	c.path("M44 580h180q-10 54-60 58h-60q-50-4-60-58z", "#8fa3a8")
	c.veil("M520 0L700 0L420 800L160 800z", 16)
}

// hills is a path in the mountains in the morning.
func (c *canvas) hills() {
	c.put(`<linearGradient id="air" x2="0" y2="1"><stop stop-color="#bcd7e8"/><stop offset="1" stop-color="#f6ead8"/></linearGradient>`)
	c.rect(0, 0, 800, 640, 0, own("air"))
	c.circle(610, 190, 58, "#fff3d6")
	c.path("M0 470L160 300l110 110 150-190 170 210 90-80 120 130v200H0z", "#a9bdc6")
	c.path("M0 540q130-90 270-30t270-40 260 40v140H0z", "#86a38f")
	c.path("M0 610q200-40 420-10t380-20v220H0z", "#8d8a6c")
	c.path("M250 800q60-120 190-196h60q-40 90 60 196z", "#cdbb98")
	c.put(`<path d="M60 640l8-26 8 26M120 700l10-30 10 30M690 660l9-28 9 28M740 730l10-30 10 30" stroke="#5f7350" stroke-width="5" fill="none"/>`)
}

func (c *canvas) window(x, y int) {
	c.rect(x, y, 250, 330, 4, "#fbfaf7")
	c.rect(x+12, y+12, 108, 306, 0, "#cfe3ee")
	c.rect(x+130, y+12, 108, 306, 0, "#d9e9f1")
	c.put(`<path d="M%d %dq54-70 108-20v134h-108z" fill="#b5d0b4" opacity=".7"/>`, x+12, y+204)
	c.put(`<path d="M%d %dq54-60 108 10v104h-108z" fill="#c3d9bd" opacity=".7"/>`, x+130, y+214)
}

func (c *canvas) plant(x, y int) {
	c.line(fmt.Sprintf("M%d %dq-6-70-44-108M%d %dq2-80 6-136M%d %dq10-60 46-96", x, y-50, x, y-50, x, y-50), "#5d8064", 5)
	c.put(`<g fill="#6f9a76"><ellipse cx="%d" cy="%d" rx="15" ry="34" transform="rotate(-42 %d %d)"/><ellipse cx="%d" cy="%d" rx="15" ry="36"/><ellipse cx="%d" cy="%d" rx="15" ry="34" transform="rotate(42 %d %d)"/></g>`,
		x-52, y-172, x-52, y-172, x+6, y-200, x+54, y-160, x+54, y-160)
	c.path(fmt.Sprintf("M%d %dh72l-10 64h-52z", x-36, y-58), "#f2ece2")
	c.path(fmt.Sprintf("M%d %dh20l-8 64h-14z", x+16, y-58), "#dcd3c5")
}
