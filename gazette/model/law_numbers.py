"""The numbers of codes and laws by name and day of adoption: for citations that name a law and its day, or its year, and no number.

Every row was read in laws and their bases that name all three; a law that is not here stays unresolved, and amending laws, whose names
come again, are left out.
"""

from collections import defaultdict
from collections.abc import Mapping

from gazette.model.laws import one_spelling

CODES = """
2015-11-25 92/2015/QH13 tố tụng dân sự
2015-11-27 101/2015/QH13 tố tụng hình sự
2019-11-20 45/2019/QH14 lao động
"""

LAWS = """
1999-12-21 16/1999/QH10 sĩ quan quân đội nhân dân việt nam
2001-06-29 27/2001/QH10 phòng cháy và chữa cháy
2003-06-17 06/2003/QH11 biên giới quốc gia
2004-06-15 23/2004/QH11 giao thông đường thủy nội địa
2004-12-03 32/2004/QH11 an ninh quốc gia
2005-06-14 36/2005/QH11 thương mại
2005-11-29 49/2005/QH11 các công cụ chuyển nhượng
2006-06-29 65/2006/QH11 luật sư
2006-06-29 66/2006/QH11 hàng không dân dụng việt nam
2006-06-29 67/2006/QH11 công nghệ thông tin
2006-11-29 73/2006/QH11 bình đẳng giới
2007-11-21 03/2007/QH12 phòng, chống bệnh truyền nhiễm
2007-11-21 04/2007/QH12 thuế thu nhập cá nhân
2007-11-21 06/2007/QH12 hóa chất
2007-11-21 08/2007/QH12 tương trợ tư pháp
2008-06-03 11/2008/QH12 hoạt động chữ thập đỏ
2008-06-03 13/2008/QH12 thuế giá trị gia tăng
2008-11-13 21/2008/QH12 công nghệ cao
2008-11-13 22/2008/QH12 cán bộ, công chức
2008-11-13 24/2008/QH12 quốc tịch việt nam
2008-11-14 25/2008/QH12 bảo hiểm y tế
2008-11-14 27/2008/QH12 thuế tiêu thụ đặc biệt
2009-06-17 28/2009/QH12 lý lịch tư pháp
2009-06-17 30/2009/QH12 quy hoạch đô thị
2009-11-25 45/2009/QH12 thuế tài nguyên
2010-06-17 48/2010/QH12 thuế sử dụng đất phi nông nghiệp
2010-06-17 50/2010/QH12 sử dụng năng lượng tiết kiệm và hiệu quả
2010-06-17 54/2010/QH12 trọng tài thương mại
2010-11-15 58/2010/QH12 viên chức
2011-03-29 67/2011/QH12 kiểm toán độc lập
2011-11-26 05/2011/QH13 cơ yếu
2012-06-20 12/2012/QH13 công đoàn
2012-06-20 13/2012/QH13 giám định tư pháp
2012-06-20 15/2012/QH13 xử lý vi phạm hành chính
2012-06-21 18/2012/QH13 biển việt nam
2012-11-20 19/2012/QH13 xuất bản
2012-11-20 22/2012/QH13 dự trữ quốc gia
2012-11-20 23/2012/QH13 hợp tác xã
2012-11-21 25/2012/QH13 thủ đô
2013-06-12 28/2013/QH13 phòng, chống khủng bố
2013-06-18 29/2013/QH13 khoa học và công nghệ
2013-06-19 33/2013/QH13 phòng, chống thiên tai
2013-06-20 35/2013/QH13 hòa giải ở cơ sở
2013-11-16 38/2013/QH13 việc làm
2014-06-18 50/2014/QH13 xây dựng
2014-06-19 51/2014/QH13 phá sản
2014-06-19 52/2014/QH13 hôn nhân và gia đình
2014-06-23 54/2014/QH13 hải quan
2014-11-20 58/2014/QH13 bảo hiểm xã hội
2014-11-24 62/2014/QH13 tổ chức tòa án nhân dân
2014-11-24 63/2014/QH13 tổ chức viện kiểm sát nhân dân
2014-11-25 65/2014/QH13 nhà ở
2015-06-19 76/2015/QH13 tổ chức chính phủ
2015-06-19 77/2015/QH13 tổ chức chính quyền địa phương
2015-06-19 78/2015/QH13 nghĩa vụ quân sự
2015-06-22 80/2015/QH13 ban hành văn bản quy phạm pháp luật
2015-06-24 81/2015/QH13 kiểm toán nhà nước
2015-06-25 82/2015/QH13 tài nguyên, môi trường biển và hải đảo
2015-06-25 84/2015/QH13 an toàn, vệ sinh lao động
2015-06-25 85/2015/QH13 bầu cử đại biểu quốc hội và đại biểu hội đồng nhân dân
2015-11-19 86/2015/QH13 an toàn thông tin mạng
2015-11-20 87/2015/QH13 hoạt động giám sát của quốc hội và hội đồng nhân dân
2015-11-25 96/2015/QH13 trưng cầu ý dân
2016-04-06 105/2016/QH13 dược
2016-04-06 107/2016/QH13 thuế xuất khẩu, thuế nhập khẩu
2016-11-17 01/2016/QH14 đấu giá tài sản
2017-06-12 04/2017/QH14 hỗ trợ doanh nghiệp nhỏ và vừa
2017-06-19 07/2017/QH14 chuyển giao công nghệ
2017-06-19 09/2017/QH14 du lịch
2017-06-20 10/2017/QH14 trách nhiệm bồi thường của nhà nước
2017-06-20 11/2017/QH14 trợ giúp pháp lý
2017-06-20 13/2017/QH14 cảnh vệ
2017-06-20 14/2017/QH14 quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ
2017-11-23 20/2017/QH14 quản lý nợ công
2018-06-08 22/2018/QH14 quốc phòng
2018-06-12 23/2018/QH14 cạnh tranh
2018-06-12 24/2018/QH14 an ninh mạng
2018-06-12 25/2018/QH14 tố cáo
2018-06-14 27/2018/QH14 đo đạc và bản đồ
2018-11-15 29/2018/QH14 bảo vệ bí mật nhà nước
2018-11-19 30/2018/QH14 đặc xá
2018-11-19 33/2018/QH14 cảnh sát biển việt nam
2018-11-20 36/2018/QH14 phòng, chống tham nhũng
2018-11-20 37/2018/QH14 công an nhân dân
2019-06-13 38/2019/QH14 quản lý thuế
2019-06-14 41/2019/QH14 thi hành án hình sự
2019-06-14 44/2019/QH14 phòng, chống tác hại của rượu, bia
2019-11-21 46/2019/QH14 thư viện
2019-11-22 48/2019/QH14 dân quân tự vệ
2019-11-26 53/2019/QH14 lực lượng dự bị động viên
2019-11-26 54/2019/QH14 chứng khoán
2020-06-16 57/2020/QH14 thanh niên
2020-06-17 61/2020/QH14 đầu tư
2020-11-13 69/2020/QH14 người lao động việt nam đi làm việc ở nước ngoài theo hợp đồng
2020-11-17 72/2020/QH14 bảo vệ môi trường
2021-03-30 73/2021/QH14 phòng, chống ma túy
2022-06-15 05/2022/QH15 điện ảnh
2022-06-16 08/2022/QH15 kinh doanh bảo hiểm
2022-11-14 13/2022/QH15 phòng, chống bạo lực gia đình
2022-11-15 14/2022/QH15 phòng, chống rửa tiền
2023-01-09 15/2023/QH15 khám bệnh, chữa bệnh
2023-06-19 16/2023/QH15 giá
2023-06-20 18/2023/QH15 phòng thủ dân sự
2023-06-20 19/2023/QH15 bảo vệ quyền lợi người tiêu dùng
2023-06-23 22/2023/QH15 đấu thầu
2023-11-24 25/2023/QH15 quản lý, bảo vệ công trình quốc phòng và khu quân sự
2023-11-27 28/2023/QH15 tài nguyên nước
2023-11-28 29/2023/QH15 kinh doanh bất động sản
2023-11-28 30/2023/QH15 lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở
2024-06-27 36/2024/QH15 trật tự, an toàn giao thông đường bộ
2025-12-10 134/2025/QH15 trí tuệ nhân tạo
"""


def _rows(table: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table.strip().split("\n"):
        day, number, name = row.split(" ", 2)
        found[one_spelling(name)].append((day, number))
    return {name: tuple(known) for name, known in found.items()}


_BY_KIND = {"luat": ("luật ", _rows(LAWS)), "bo-luat": ("bộ luật ", _rows(CODES))}


def law_number(kind: str, title: str, day: str) -> str:
    """The number of the law of this *kind* (slug) and *title* (``Đầu tư``, ``Luật Đầu tư``), adopted on *day*; else empty.

    *day* is ISO 8601, or the year alone; where it is empty the title must end with the year (``Đầu tư năm 2020``). Both must agree.
    """
    if kind not in _BY_KIND:
        return ""
    called, known = _BY_KIND[kind]
    name, _, year = one_spelling(" ".join(title.split())).partition(" năm ")
    begun = day or (year if year.isdecimal() and len(year) == 4 else "")
    rows = known.get(name) or known.get(name.removeprefix(called).removeprefix("về "), ())
    fitting = {number for since, number in rows if begun and since.startswith(begun)}
    return fitting.pop() if len(fitting) == 1 and (not year or not day or day.startswith(year)) else ""
