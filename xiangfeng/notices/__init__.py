"""公告 and 公示: drafted, signed, shown to everybody for so many working days, objected to, ended and taken down (F4.2)."""
